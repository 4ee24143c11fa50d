package org.cordboard.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.sid.Sid;

/// Records as JSON text in a column, so that lists of what has ended give back the same records as the engine does for
/// what lives. Absent fields are null or empty, unknown ones are skipped: old rows stay readable.
final class Bodies {
    private final ObjectMapper mapper;

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.PROPERTY, property = "@")
    private interface Typed {}

    Bodies() {
        mapper = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .addModule(plainValues())
                .addMixIn(Entity.class, Typed.class)
                .build();
        leaves(Entity.class).forEach(leaf -> mapper.registerSubtypes(new NamedType(leaf, leaf.getSimpleName())));
        for (var container : List.of(List.class, Map.class)) {
            mapper.configOverride(container).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        }
    }

    String write(Entity entity) {
        return text(entity);
    }

    /// Without what other tables or other events hold: the effect on the state and the workflow's configuration.
    String write(TaskRouterEvent event) {
        return text(EventTrimming.trimmed(event));
    }

    private String text(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written: " + value.getClass(), e);
        }
    }

    <T> T read(String body, Class<T> type) {
        try {
            return mapper.readValue(body, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read", e);
        }
    }

    static List<Class<?>> leaves(Class<?> type) {
        var found = new ArrayList<Class<?>>();
        if (type.isSealed()) {
            for (var permitted : type.getPermittedSubclasses()) {
                found.addAll(leaves(permitted));
            }
        } else {
            found.add(type);
        }
        return found;
    }

    private static SimpleModule plainValues() {
        var module = new SimpleModule("plain")
                .addSerializer(Instant.class, new InstantWriter())
                .addDeserializer(Instant.class, new InstantReader());
        module.addSerializer(Sid.class, new SidWriter());
        leaves(Sid.class).forEach(leaf -> register(module, leaf.asSubclass(Sid.class)));
        return module;
    }

    private static <S extends Sid> void register(SimpleModule module, Class<S> kind) {
        module.addDeserializer(kind, new SidReader<>(kind));
    }

    private static final class InstantWriter extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toString());
        }
    }

    private static final class InstantReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Instant.parse(in.getText());
        }
    }

    private static final class SidWriter extends JsonSerializer<Sid> {
        @Override
        public void serialize(Sid value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.value());
        }
    }

    private static final class SidReader<S extends Sid> extends JsonDeserializer<S> {
        private final Class<S> kind;

        SidReader(Class<S> kind) {
            this.kind = kind;
        }

        @Override
        public S deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
                return kind.getDeclaredConstructor(String.class).newInstance(in.getText());
            } catch (ReflectiveOperationException e) {
                throw new IOException("not a SID of kind " + kind.getSimpleName(), e);
            }
        }
    }
}
