package org.cordboard.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.fasterxml.jackson.dataformat.smile.databind.SmileMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.event.Event;
import org.cordboard.routing.sid.Sid;

/// Commands, entities and events as bytes: Smile (binary JSON), one document per value.
///
/// Records evolve: a type is known by its simple name, absent components are null or empty, unknown ones are skipped.
/// Equal values give equal bytes, so that replicas can be compared; therefore maps are written in the order of their
/// keys. Safe from any thread.
final class RecordCodec {
    private static final String TYPE = "@";

    private final ObjectMapper mapper;
    private final ObjectWriter commandWriter;
    private final ObjectReader commandReader;
    private final ObjectWriter entityWriter;
    private final ObjectReader entityReader;
    private final ObjectWriter eventWriter;
    private final ObjectReader eventReader;

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.PROPERTY, property = TYPE)
    private interface Typed {}

    RecordCodec() {
        mapper = SmileMapper.builder(SmileFactory.builder().build())
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .addModule(times())
                .addModule(sids())
                .build();
        for (var container : List.of(List.class, Map.class)) {
            mapper.configOverride(container).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        }
        for (var root : List.of(Command.class, Entity.class, Event.class)) {
            mapper.addMixIn(root, Typed.class);
            for (var leaf : leaves(root)) {
                mapper.registerSubtypes(new NamedType(leaf, name(leaf)));
            }
        }
        commandWriter = mapper.writerFor(Command.class);
        commandReader = mapper.readerFor(Command.class);
        entityWriter = mapper.writerFor(Entity.class);
        entityReader = mapper.readerFor(Entity.class);
        eventWriter = mapper.writerFor(Event.class);
        eventReader = mapper.readerFor(Event.class);
    }

    byte[] encode(Command command) {
        try {
            return commandWriter.writeValueAsBytes(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Command decodeCommand(byte[] bytes, int offset, int length) throws IOException {
        return commandReader.readValue(bytes, offset, length);
    }

    JsonGenerator generator(java.io.OutputStream out) throws IOException {
        return mapper.getFactory().createGenerator(out);
    }

    JsonParser parser(java.io.InputStream in) throws IOException {
        return mapper.getFactory().createParser(in);
    }

    void write(JsonGenerator generator, Entity entity) throws IOException {
        entityWriter.writeValue(generator, entity);
    }

    void write(JsonGenerator generator, Event event) throws IOException {
        eventWriter.writeValue(generator, event);
    }

    Entity readEntity(JsonParser parser) throws IOException {
        return entityReader.readValue(parser);
    }

    Event readEvent(JsonParser parser) throws IOException {
        return eventReader.readValue(parser);
    }

    <T> void writeAny(JsonGenerator generator, T value) throws IOException {
        mapper.writeValue(generator, value);
    }

    <T> T readAny(JsonParser parser, Class<T> type) throws IOException {
        return mapper.readValue(parser, type);
    }

    /// All records below a sealed type.
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

    /// `Task`, or `TaskCommand.Create` for a nested record.
    private static String name(Class<?> leaf) {
        var outer = leaf.getEnclosingClass();
        return outer == null ? leaf.getSimpleName() : outer.getSimpleName() + "." + leaf.getSimpleName();
    }

    private static SimpleModule times() {
        return new SimpleModule("times")
                .addSerializer(Instant.class, new InstantWriter())
                .addDeserializer(Instant.class, new InstantReader());
    }

    private static SimpleModule sids() {
        var module = new SimpleModule("sids");
        module.addSerializer(Sid.class, new SidWriter());
        for (var leaf : leaves(Sid.class)) {
            register(module, leaf.asSubclass(Sid.class));
        }
        return module;
    }

    private static <S extends Sid> void register(SimpleModule module, Class<S> kind) {
        module.addDeserializer(kind, new SidReader<>(kind));
    }

    /// Milliseconds where nothing is finer, which is always so for stamped times; else text.
    private static final class InstantWriter extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (value.getNano() % 1_000_000 == 0) {
                out.writeNumber(value.toEpochMilli());
            } else {
                out.writeString(value.toString());
            }
        }
    }

    private static final class InstantReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return in.currentToken().isNumeric()
                    ? Instant.ofEpochMilli(in.getLongValue())
                    : Instant.parse(in.getText());
        }
    }

    private static final class SidWriter extends JsonSerializer<Sid> {
        @Override
        public void serialize(Sid value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.value());
        }
    }

    private static final class SidReader<S extends Sid> extends JsonDeserializer<S> {
        private final Constructor<S> constructor;

        SidReader(Class<S> kind) {
            try {
                constructor = kind.getDeclaredConstructor(String.class);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(kind + " is not a record of one text", e);
            }
        }

        @Override
        public S deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
                return constructor.newInstance(in.getText());
            } catch (InvocationTargetException e) {
                throw new IOException(String.valueOf(e.getCause()), e);
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
        }
    }
}
