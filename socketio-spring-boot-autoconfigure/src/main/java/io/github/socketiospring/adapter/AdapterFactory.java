package io.github.socketiospring.adapter;

/**
 * Makes the adapter of each namespace. A bean of this type replaces the in-memory
 * adapter.
 */
@FunctionalInterface
public interface AdapterFactory {

	/**
	 * Makes an adapter. It has started nothing yet.
	 * @param namespace the namespace it serves; not to be used before
	 * {@link Adapter#start()}
	 * @return a new adapter
	 */
	Adapter create(AdapterNamespace namespace);

}
