package org.cordboard.api.endpoint;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One row of a product's table.
///
/// @param product  first label of the host name that owns the row when two products share a path
/// @param template path with `{Name}` for each variable segment
/// @param name     operation id, as published where it is
/// @param success  status of the usual answer
/// @param answers  shape of the usual answer; null when it has none or is a list of `listKey`
public record Endpoint(
        String product,
        String method,
        String template,
        String name,
        Access access,
        List<Parameter<?>> parameters,
        int success,
        @Nullable Representation<?> answers,
        @Nullable String listKey,
        Operation operation) {

    /// Starts a row: `Endpoint.get("taskrouter", "/v1/Workspaces", "ListWorkspace")`.
    public static Row get(String product, String template, String name) {
        return new Row(product, "GET", template, name, 200);
    }

    public static Row post(String product, String template, String name) {
        return new Row(product, "POST", template, name, 200);
    }

    public static Row create(String product, String template, String name) {
        return new Row(product, "POST", template, name, 201);
    }

    public static Row delete(String product, String template, String name) {
        return new Row(product, "DELETE", template, name, 204);
    }

    /// A row being written.
    public static final class Row {
        private final String product;
        private final String method;
        private final String template;
        private final String name;
        private int success;
        private Access access = Access.ACCOUNT;
        private List<Parameter<?>> parameters = List.of();
        private @Nullable Representation<?> answers;
        private @Nullable String listKey;

        private Row(String product, String method, String template, String name, int success) {
            this.product = product;
            this.method = method;
            this.template = template;
            this.name = name;
            this.success = success;
        }

        public Row takes(Parameter<?>... declared) {
            parameters = List.of(declared);
            return this;
        }

        /// Some parameters of its own beside those it shares with another endpoint.
        public Row takes(Parameter<?> own, List<Parameter<?>> shared) {
            return takes(Stream.concat(Stream.of(own), shared.stream()).toList());
        }

        public Row takes(List<Parameter<?>> declared) {
            parameters = List.copyOf(declared);
            return this;
        }

        public Row answers(Representation<?> shape) {
            answers = shape;
            return this;
        }

        public Row answers(int status, Representation<?> shape) {
            success = status;
            answers = shape;
            return this;
        }

        public Row lists(String key, Representation<?> shape) {
            listKey = key;
            answers = shape;
            return this;
        }

        public Row open(Access to) {
            access = to;
            return this;
        }

        public Endpoint by(Operation operation) {
            return new Endpoint(
                    product, method, template, name, access, parameters, success, answers, listKey, operation);
        }
    }
}
