package org.cordboard.api.endpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.cordboard.api.http.Json;
import org.jspecify.annotations.Nullable;

/// The published shape of a resource: its fields in order, each with its type and where its value comes from.
/// Written straight to bytes; the same table describes the shape in our OpenAPI document. Immutable.
public final class Representation<T> {
    private final String name;
    private final List<Field<T>> fields;

    /// Where a field's value comes from; null becomes a JSON null.
    public interface Value<T, V> {
        @Nullable
        V of(T resource, Place at);
    }

    private interface Writer<T> {
        void write(JsonGenerator out, T resource, Place at) throws IOException;
    }

    /// @param absent whether the whole field is left out of this resource
    private record Field<T>(String name, Map<String, Object> schema, Writer<T> writer, BiPredicate<T, Place> absent) {
        Field(String name, Map<String, Object> schema, Writer<T> writer) {
            this(name, schema, writer, (resource, at) -> false);
        }
    }

    private Representation(String name, List<Field<T>> fields) {
        this.name = name;
        this.fields = fields;
    }

    public static <T> Builder<T> named(String name) {
        return new Builder<>(name);
    }

    public String name() {
        return name;
    }

    public List<String> fieldNames() {
        return fields.stream().map(Field::name).toList();
    }

    public byte[] bytes(T resource, Place at) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = Json.MAPPER.getFactory().createGenerator(bytes)) {
            write(out, resource, at);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    public void write(JsonGenerator out, T resource, Place at) throws IOException {
        out.writeStartObject();
        for (Field<T> field : fields) {
            if (!field.absent().test(resource, at)) {
                out.writeFieldName(field.name());
                field.writer().write(out, resource, at);
            }
        }
        out.writeEndObject();
    }

    /// JSON schema of the shape.
    public Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        fields.forEach(f -> properties.put(f.name(), f.schema()));
        return Map.of("type", "object", "properties", properties);
    }

    /// Collects the fields in the order in which they are published.
    public static final class Builder<T> {
        private final String name;
        private final List<Field<T>> fields = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        public Builder<T> text(String field, Value<T, String> value) {
            return field(field, Map.of("type", "string"), value, JsonGenerator::writeString);
        }

        public Builder<T> integer(String field, Value<T, Number> value) {
            return field(field, Map.of("type", "integer"), value, (out, v) -> out.writeNumber(v.longValue()));
        }

        public Builder<T> flag(String field, Value<T, Boolean> value) {
            return field(field, Map.of("type", "boolean"), value, JsonGenerator::writeBoolean);
        }

        /// ISO 8601, as in the newer products.
        public Builder<T> iso(String field, Value<T, Instant> value) {
            return field(
                    field,
                    Map.of("type", "string", "format", "date-time"),
                    value,
                    (out, v) -> out.writeString(Dates.iso(v)));
        }

        /// RFC 2822, as in the 2010 API.
        public Builder<T> rfc2822(String field, Value<T, Instant> value) {
            return field(
                    field,
                    Map.of("type", "string", "format", "date-time-rfc-2822"),
                    value,
                    (out, v) -> out.writeString(Dates.rfc2822(v)));
        }

        /// Seconds since 1970, as in the browser protocols.
        public Builder<T> epoch(String field, Value<T, Instant> value) {
            return field(field, Map.of("type", "integer"), value, (out, v) -> out.writeNumber(v.getEpochSecond()));
        }

        public Builder<T> json(String field, Value<T, JsonNode> value) {
            return field(field, Map.of("type", "object"), value, (out, v) -> Json.MAPPER.writeTree(out, v));
        }

        public Builder<T> links(String field, Value<T, Map<String, @Nullable String>> value) {
            return field(field, Map.of("type", "object", "format", "uri-map"), value, (out, links) -> {
                out.writeStartObject();
                for (Map.Entry<String, @Nullable String> link : links.entrySet()) {
                    out.writeStringField(link.getKey(), link.getValue());
                }
                out.writeEndObject();
            });
        }

        public Builder<T> texts(String field, Value<T, List<String>> value) {
            return field(field, Map.of("type", "array", "items", Map.of("type", "string")), value, (out, all) -> {
                out.writeStartArray();
                for (String one : all) {
                    out.writeString(one);
                }
                out.writeEndArray();
            });
        }

        public <C> Builder<T> object(String field, Representation<C> inner, Value<T, C> value) {
            fields.add(new Field<>(field, inner.schema(), (out, resource, at) -> {
                C found = value.of(resource, at);
                if (found == null) {
                    out.writeNull();
                } else {
                    inner.write(out, found, at);
                }
            }));
            return this;
        }

        public <C> Builder<T> list(String field, Representation<C> inner, Value<T, List<C>> value) {
            fields.add(new Field<>(field, Map.of("type", "array", "items", inner.schema()), (out, resource, at) -> {
                List<C> found = value.of(resource, at);
                out.writeStartArray();
                if (found != null) {
                    for (C one : found) {
                        inner.write(out, one, at);
                    }
                }
                out.writeEndArray();
            }));
            return this;
        }

        /// As [#object], but without the field when there is nothing: some clients stumble over a null.
        public <C> Builder<T> objectIfAny(String field, Representation<C> inner, Value<T, C> value) {
            object(field, inner, value);
            Field<T> last = fields.removeLast();
            fields.add(new Field<>(
                    last.name(), last.schema(), last.writer(), (resource, at) -> value.of(resource, at) == null));
            return this;
        }

        /// As [#text], but without the field when there is nothing.
        public Builder<T> textIfAny(String field, Value<T, String> value) {
            text(field, value);
            Field<T> last = fields.removeLast();
            fields.add(new Field<>(
                    last.name(), last.schema(), last.writer(), (resource, at) -> value.of(resource, at) == null));
            return this;
        }

        /// As [#integer], but without the field when there is nothing.
        public Builder<T> integerIfAny(String field, Value<T, Number> value) {
            integer(field, value);
            Field<T> last = fields.removeLast();
            fields.add(new Field<>(
                    last.name(), last.schema(), last.writer(), (resource, at) -> value.of(resource, at) == null));
            return this;
        }

        /// All fields of another representation, read from a part of this one.
        public <C> Builder<T> with(Representation<C> other, Function<T, C> part) {
            for (Field<C> field : other.fields) {
                fields.add(new Field<>(
                        field.name(),
                        field.schema(),
                        (out, resource, at) -> field.writer().write(out, part.apply(resource), at),
                        (resource, at) -> field.absent().test(part.apply(resource), at)));
            }
            return this;
        }

        /// Always null: published, but nothing here ever fills it.
        public Builder<T> empty(String... names) {
            for (String one : names) {
                fields.add(
                        new Field<>(one, Map.of("type", "string", "nullable", true), (out, r, at) -> out.writeNull()));
            }
            return this;
        }

        public Representation<T> build() {
            return new Representation<>(name, List.copyOf(fields));
        }

        private interface Written<V> {
            void write(JsonGenerator out, V value) throws IOException;
        }

        private <V> Builder<T> field(String field, Map<String, Object> schema, Value<T, V> value, Written<V> written) {
            fields.add(new Field<>(field, schema, (out, resource, at) -> {
                V found = value.of(resource, at);
                if (found == null) {
                    out.writeNull();
                } else {
                    written.write(out, found);
                }
            }));
            return this;
        }
    }
}
