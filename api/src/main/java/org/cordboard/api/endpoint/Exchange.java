package org.cordboard.api.endpoint;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Problem;
import org.cordboard.api.http.Request;
import org.cordboard.api.http.Values;
import org.cordboard.routing.entity.Account;
import org.jspecify.annotations.Nullable;

/// A request on its way through its endpoint: authenticated, its parameters read. Lives on one virtual thread.
public final class Exchange {
    private final Request request;
    private final Map<String, String> path;
    private final Values values;
    private final Map<String, Object> inputs;
    private final @Nullable Caller caller;
    private final Place place;

    Exchange(
            Request request,
            Map<String, String> path,
            Values values,
            Map<String, Object> inputs,
            @Nullable Caller caller,
            Place place) {
        this.request = request;
        this.path = path;
        this.values = values;
        this.inputs = inputs;
        this.caller = caller;
        this.place = place;
    }

    public Request request() {
        return request;
    }

    public Place place() {
        return place;
    }

    /// The raw parameters, for the echo in paging links.
    public Values values() {
        return values;
    }

    /// The value of a declared parameter, null when absent.
    @SuppressWarnings("unchecked")
    public <T> @Nullable T get(Parameter<T> parameter) {
        return (T) inputs.get(parameter.name());
    }

    public <T> T get(Parameter<T> parameter, T otherwise) {
        T value = get(parameter);
        return value == null ? otherwise : value;
    }

    /// The value of a required parameter.
    public <T> T need(Parameter<T> parameter) {
        T value = get(parameter);
        if (value == null) {
            throw Problem.badRequest("Missing required parameter " + parameter.name() + " in the post body");
        }
        return value;
    }

    public boolean has(Parameter<?> parameter) {
        return inputs.containsKey(parameter.name());
    }

    public String path(String variable) {
        String value = path.get(variable);
        if (value == null) {
            throw new IllegalStateException("no variable " + variable + " in the path template");
        }
        return value;
    }

    public boolean hasPath(String variable) {
        return path.containsKey(variable);
    }

    /// A SID from the path; one of the wrong form is as unknown as one that does not exist.
    public <S> S sid(String variable, Predicate<String> valid, Function<String, S> make) {
        String value = path(variable);
        if (!valid.test(value)) {
            throw notFound();
        }
        return make.apply(value);
    }

    public Problem notFound() {
        return Problem.notFound(Dispatcher.published(request.path()));
    }

    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("endpoint without authentication asked for its caller");
        }
        return caller;
    }

    public Account account() {
        return caller().account();
    }

    /// The version of `If-Match`: bare, quoted or weak; null when the header is absent.
    public @Nullable Long ifMatch() {
        String header = request.header("if-match");
        if (header == null || header.isBlank() || header.strip().equals("*")) {
            return null;
        }
        String version = header.strip();
        version = version.startsWith("W/") ? version.substring(2) : version;
        version = version.length() > 1 && version.startsWith("\"") && version.endsWith("\"")
                ? version.substring(1, version.length() - 1)
                : version;
        try {
            return Long.parseLong(version);
        } catch (NumberFormatException malformed) {
            // A version that never existed can match nothing.
            return -1L;
        }
    }

    public <T> Answer answer(int status, Representation<T> shape, T resource) {
        return Answer.json(status, shape.bytes(resource, place));
    }

    public <T> Answer ok(Representation<T> shape, T resource) {
        return answer(200, shape, resource);
    }
}
