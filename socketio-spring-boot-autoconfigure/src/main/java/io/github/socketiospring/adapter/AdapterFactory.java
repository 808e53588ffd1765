package io.github.socketiospring.adapter;

/**
 * Makes the adapter of each namespace. A bean of this type replaces the in-memory
 * adapter.
 */
@FunctionalInterface
public interface AdapterFactory {

	/**
	 * Makes an adapter.
	 * @param namespace the namespace it serves
	 * @return a new adapter
	 */
	Adapter create(AdapterNamespace namespace);

}
