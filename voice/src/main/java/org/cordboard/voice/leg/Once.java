package org.cordboard.voice.leg;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Those who want to hear of something that happens once. Who comes too late hears at once. Thread-safe.
final class Once<T> {
    private final T what;
    private final List<Consumer<T>> listeners = new ArrayList<>();
    private boolean happened;

    Once(T what) {
        this.what = what;
    }

    void then(Consumer<T> listener) {
        synchronized (this) {
            if (!happened) {
                listeners.add(listener);
                return;
            }
        }
        listener.accept(what);
    }

    void happen() {
        List<Consumer<T>> told;
        synchronized (this) {
            happened = true;
            told = List.copyOf(listeners);
            listeners.clear();
        }
        told.forEach(listener -> listener.accept(what));
    }
}
