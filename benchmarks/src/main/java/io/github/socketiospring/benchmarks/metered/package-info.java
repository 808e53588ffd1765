/**
 * The starter with a registry of meters. Apart from the other servers, which are compiled
 * against versions without meters, too.
 */
package io.github.socketiospring.benchmarks.metered;
