package io.github.socketiospring.server;

import java.util.Map;

/**
 * A family that a name belongs to.
 *
 * @param parent the family
 * @param name the name
 * @param variables the variables in the name
 */
record NamespaceMatch(ServerParent parent, String name, Map<String, String> variables) {

}
