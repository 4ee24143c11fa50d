package org.cordboard.api.endpoint;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Errors;
import org.cordboard.api.http.HttpHandler;
import org.cordboard.api.http.HttpLimits;
import org.cordboard.api.http.Problem;
import org.cordboard.api.http.Request;
import org.cordboard.api.http.RequestBody;
import org.cordboard.api.http.Values;
import org.cordboard.routing.EngineUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a request to its endpoint and back: find, authenticate, limit, validate, run, dress the answer.
/// Stateless but for the rate windows; any number of virtual threads pass through at once.
public final class Dispatcher implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Pattern VERSION = Pattern.compile("^/v[0-9]+(?=/)");
    private final Routes routes;
    private final Credentials credentials;
    private final RateLimit rates;
    private final HttpLimits limits;
    private final HttpHandler pages;
    private final InstantSource clock;
    private final RequestWatch watch;

    public Dispatcher(
            List<Endpoint> endpoints,
            Credentials credentials,
            HttpLimits limits,
            HttpHandler pages,
            InstantSource clock) {
        this(endpoints, credentials, limits, pages, clock, RequestWatch.none());
    }

    /// @param pages answers what no endpoint owns
    public Dispatcher(
            List<Endpoint> endpoints,
            Credentials credentials,
            HttpLimits limits,
            HttpHandler pages,
            InstantSource clock,
            RequestWatch watch) {
        this.watch = watch;
        this.routes = new Routes(endpoints);
        this.credentials = credentials;
        this.limits = limits;
        this.rates = new RateLimit(limits.requestsPerSecond(), clock);
        this.pages = pages;
        this.clock = clock;
    }

    @Override
    public Answer answer(Request request) {
        long started = System.nanoTime();
        Answer answer = answered(request);
        Routes.Found found = routes.find(Format.withoutSuffix(request.path()));
        Endpoint endpoint = found == null ? null : found.choose(methodOf(request), request.host());
        watch.answered(endpoint == null ? "none" : endpoint.name(), answer.status(), System.nanoTime() - started);
        Format format = Format.of(request);
        if (format == Format.JSON) {
            return answer;
        }
        Representation<?> shape = endpoint == null ? null : endpoint.answers();
        return format.written(answer, shape == null ? null : shape.name(), endpoint == null ? null : endpoint.listKey());
    }

    private static String methodOf(Request request) {
        return request.method().equals("HEAD") ? "GET" : request.method();
    }

    private Answer answered(Request request) {
        try {
            return route(request);
        } catch (Problem problem) {
            return dressed(Errors.answer(problem), RateLimit.Verdict.NONE);
        } catch (EngineUnavailableException busy) {
            LOG.warn("{} could not be served: {}", request, busy.getMessage());
            return dressed(
                    Errors.answer(
                            new Problem(ErrorCode.UNAVAILABLE, "The service cannot take requests now; try again")),
                    RateLimit.Verdict.NONE);
        } catch (RuntimeException bug) {
            LOG.error("{} failed", request, bug);
            return dressed(
                    Errors.answer(new Problem(ErrorCode.INTERNAL, "An internal server error has occurred")),
                    RateLimit.Verdict.NONE);
        }
    }

    private Answer route(Request request) {
        String path = request.path();
        Routes.Found found = routes.find(Format.withoutSuffix(path));
        if (found == null) {
            if (isApiPath(path)) {
                return dressed(Errors.answer(Problem.notFound(published(path))), RateLimit.Verdict.NONE);
            }
            return pages.answer(request);
        }
        if (request.method().equals("OPTIONS")) {
            return Cors.preflight(found.methods());
        }
        boolean head = request.method().equals("HEAD");
        Endpoint endpoint = found.choose(methodOf(request), request.host());
        if (endpoint == null) {
            return dressed(
                    Errors.answer(new Problem(
                                    ErrorCode.METHOD_NOT_ALLOWED,
                                    "Method " + request.method() + " is not allowed on this resource; use "
                                            + String.join(" or ", found.methods())))
                            .with("Allow", String.join(", ", found.methods())),
                    RateLimit.Verdict.NONE);
        }
        Answer answer = run(endpoint, request, Routes.Found.variables(endpoint, found.segments()));
        return head ? answer.withoutBody() : answer;
    }

    private Answer run(Endpoint endpoint, Request request, Map<String, String> path) {
        Caller caller = isOpen(endpoint, request) ? null : credentials.check(request, endpoint.access(), path);
        RateLimit.Verdict rate = caller == null
                ? RateLimit.Verdict.NONE
                : rates.take(caller.account().sid().value());
        if (rate.exceeded()) {
            return dressed(
                    Errors.answer(
                            new Problem(ErrorCode.TOO_MANY_REQUESTS, "Too many requests; slow down and try again")),
                    rate);
        }
        try {
            return dressed(perform(endpoint, request, path, caller), rate);
        } catch (Problem problem) {
            return dressed(Errors.answer(problem), rate);
        }
    }

    private static boolean isOpen(Endpoint endpoint, Request request) {
        return switch (endpoint.access()) {
            case ACCOUNT, ACCOUNT_TOKEN -> false;
            case ACCOUNT_FOR_WRITING -> !Format.isNamed(request);
            case ANYONE -> true;
        };
    }

    private Answer perform(Endpoint endpoint, Request request, Map<String, String> path, @Nullable Caller caller) {
        Values query = Values.ofForm(request.query(), limits.maxParameters());
        Values values =
                request.method().equals("POST") && !endpoint.parameters().isEmpty()
                        ? RequestBody.read(request, limits).or(query)
                        : query;
        return endpoint.operation()
                .run(new Exchange(
                        request,
                        path,
                        values,
                        inputs(endpoint, values),
                        caller,
                        new Place(request.base(), clock.instant())));
    }

    /// Every declared parameter is read before the operation starts, so a bad one leaves no trace.
    static Map<String, Object> inputs(Endpoint endpoint, Values values) {
        Map<String, Object> inputs = new HashMap<>();
        for (Parameter<?> parameter : endpoint.parameters()) {
            Object value = parameter.read(values);
            if (value != null) {
                inputs.put(parameter.name(), value);
            }
        }
        return inputs;
    }

    /// Runs the endpoint of a path for a caller who has proved himself otherwise, such as by a browser token.
    public Answer runAs(Caller caller, Request request, Values values) {
        try {
            Routes.Found found = routes.find(Format.withoutSuffix(request.path()));
            Endpoint endpoint = found == null ? null : found.choose(request.method(), "");
            if (found == null || endpoint == null) {
                return Errors.answer(Problem.notFound(published(request.path())));
            }
            return endpoint.operation()
                    .run(new Exchange(
                            request,
                            Routes.Found.variables(endpoint, found.segments()),
                            values,
                            inputs(endpoint, values),
                            caller,
                            new Place(request.base(), clock.instant())));
        } catch (Problem problem) {
            return Errors.answer(problem);
        }
    }

    private static Answer dressed(Answer answer, RateLimit.Verdict rate) {
        Answer dressed = answer.with("Twilio-Request-Id", RequestIds.next());
        dressed = answer.headers().containsKey("Set-Cookie") || answer.headers().containsKey(Cors.SAME_ORIGIN_ONLY)
                ? dressed
                : dressed.withAll(Cors.HEADERS);
        return dressed.withAll(rate.headers());
    }

    private static boolean isApiPath(String path) {
        return path.startsWith("/v1")
                || path.startsWith("/v2")
                || path.startsWith("/2010-04-01")
                || path.startsWith("/desk/");
    }

    /// The path as error messages name it: without the version of the newer products.
    static String published(String path) {
        return VERSION.matcher(path).replaceFirst("");
    }
}
