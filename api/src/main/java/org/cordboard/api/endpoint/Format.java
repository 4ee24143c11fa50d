package org.cordboard.api.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Request;
import org.jspecify.annotations.Nullable;

/// The written forms of the 2010 API, chosen by the end of the path (Voice reference 1.3): `.json`, `.xml`, `.csv`, and
/// XML where nothing is said, unless the caller's `Accept` asks for JSON. Every endpoint writes JSON; the other forms
/// are made from it. The newer products know JSON only.
public enum Format {
    JSON(".json", Answer.JSON),
    XML(".xml", "application/xml; charset=utf-8"),
    CSV(".csv", "text/csv; charset=utf-8");

    private static final String OLD = "/2010-04-01/";
    private final String suffix;
    private final String contentType;

    Format(String suffix, String contentType) {
        this.suffix = suffix;
        this.contentType = contentType;
    }

    public static Format of(Request request) {
        if (!request.path().startsWith(OLD)) {
            return JSON;
        }
        Format named = named(request.path());
        if (named != null) {
            return named;
        }
        String accept = request.header("accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("application/json") ? JSON : XML;
    }

    private static @Nullable Format named(String path) {
        for (Format format : values()) {
            if (path.endsWith(format.suffix)) {
                return format;
            }
        }
        return null;
    }

    /// Whether the path itself says how to write: a recording without it is asked for its sound.
    public static boolean isNamed(Request request) {
        return named(request.path()) != null;
    }

    /// The path as endpoints are found by.
    static String withoutSuffix(String path) {
        Format named = path.startsWith(OLD) ? named(path) : null;
        return named == null ? path : path.substring(0, path.length() - named.suffix.length());
    }

    /// The path of a list as its own links show it: they lead to the same form.
    static String link(Request request) {
        String asked = request.path();
        String path = asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked;
        return of(request) == JSON && path.startsWith(OLD) && named(path) == null ? path + JSON.suffix : path;
    }

    /// The answer in this form.
    ///
    /// @param element name of one resource, as in `incoming_phone_number`
    /// @param list    key of the rows where the answer is a list
    Answer written(Answer answer, @Nullable String element, @Nullable String list) {
        if (this == JSON || !Answer.JSON.equals(answer.headers().get("Content-Type"))) {
            return answer;
        }
        if (answer.body().length == 0) {
            return answer.with("Content-Type", contentType);
        }
        JsonNode tree = read(answer);
        boolean failed = answer.status() >= 400;
        // A failure has no rows; it is told as XML to those who asked for CSV too.
        boolean rows = this == CSV && !failed;
        byte[] body = rows
                ? CsvText.of(list == null ? tree : tree.path(list))
                : XmlText.of(tree, failed ? "rest_exception" : element == null ? "resource" : element, list);
        return new Answer(answer.status(), answer.reason(), answer.headers(), body, null)
                .with("Content-Type", rows ? contentType : XML.contentType);
    }

    private static JsonNode read(Answer answer) {
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException impossible) {
            throw new UncheckedIOException("an answer of ours is not JSON", impossible);
        }
    }
}
