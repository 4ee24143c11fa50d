package org.cordboard.cluster;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.random.RandomGenerator;
import org.cordboard.routing.sid.Sid;
import org.jspecify.annotations.Nullable;

/// Random values of any of our record types, by reflection: the same seed gives the same values.
final class RandomRecords {
    private static final String[] TEXTS = {
        "", "a", "{\"skills\":[\"de\",\"日本\"]}", "line\nbreak", "🙂 outside the basic plane", "1==1", "x".repeat(300)
    };
    private static final int DEPTH_MAX = 4;

    private final RandomGenerator random;

    RandomRecords(RandomGenerator random) {
        this.random = random;
    }

    <T> T next(Class<T> type) {
        return type.cast(value(type, 0));
    }

    private @Nullable Object value(Type type, int depth) {
        return switch (type) {
            case ParameterizedType generic -> container(generic, depth);
            case Class<?> plain -> plain(plain, depth);
            default -> throw new IllegalArgumentException(type.getTypeName());
        };
    }

    private Object container(ParameterizedType type, int depth) {
        int size = depth >= DEPTH_MAX ? 0 : random.nextInt(3);
        var arguments = type.getActualTypeArguments();
        if (type.getRawType() == List.class) {
            var list = new ArrayList<Object>();
            for (int i = 0; i < size; i++) {
                list.add(value(arguments[0], depth + 1));
            }
            return list;
        }
        var map = new LinkedHashMap<Object, Object>();
        for (int i = 0; i < size; i++) {
            map.put("key" + random.nextInt(100), value(arguments[1], depth + 1));
        }
        return map;
    }

    private Object plain(Class<?> type, int depth) {
        if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        }
        if (Sid.class.isAssignableFrom(type)) {
            return sid(type);
        }
        if (type.isSealed()) {
            var leaves = RecordCodec.leaves(type);
            return plain(leaves.get(random.nextInt(leaves.size())), depth);
        }
        if (type.isRecord()) {
            return record(type, depth);
        }
        return switch (type.getName()) {
            case "int", "java.lang.Integer" -> random.nextInt();
            case "long", "java.lang.Long" -> random.nextLong();
            case "boolean", "java.lang.Boolean" -> random.nextBoolean();
            case "java.lang.String" -> TEXTS[random.nextInt(TEXTS.length)];
            case "java.time.Instant" -> instant();
            default -> throw new IllegalArgumentException(type.getName());
        };
    }

    private Instant instant() {
        var millis = Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
        return random.nextInt(10) == 0 ? millis.plusNanos(random.nextInt(1_000_000)) : millis;
    }

    private Object sid(Class<?> type) {
        try {
            var prefix = (String) type.getField("PREFIX").get(null);
            return type.getConstructor(String.class)
                    .newInstance(prefix + "%016x%016x".formatted(random.nextLong(), random.nextLong()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object record(Class<?> type, int depth) {
        var components = type.getRecordComponents();
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            boolean left =
                    isNullable(components[i].getAnnotatedType()) && (depth >= DEPTH_MAX || random.nextInt(3) == 0);
            values[i] = left ? null : value(components[i].getGenericType(), depth + 1);
        }
        try {
            return constructor(type, components).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " " + Arrays.toString(values), e);
        }
    }

    private static Constructor<?> constructor(Class<?> type, RecordComponent[] components)
            throws NoSuchMethodException {
        var constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor;
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }
}
