package io.github.precheckwatcher.api.http;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows of each connection which requests came whole and are being worked on. What an act changes is committed whether
 * its caller is still there or not, so a connection that waits for it is not silent.
 */
@Singleton
final class AnswersUnderWay {
    /** Before {@link BrowserGuard}, which answers some itself. */
    private static final int FIRST = 10_001;

    private static final AttributeKey<Set<HttpServerRequest>> WHOLE =
            AttributeKey.valueOf(AnswersUnderWay.class, "whole");

    void install(@Observes Filters filters) {
        filters.register(AnswersUnderWay::begin, FIRST);
    }

    private static void begin(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.connection() instanceof ConnectionBase connection) {
            var attribute = connection.channel().attr(WHOLE);
            attribute.setIfAbsent(ConcurrentHashMap.newKeySet());
            Set<HttpServerRequest> whole = attribute.get();
            // not isEnded(): that is false too where nobody reads on after the end
            request.end().onSuccess(came -> {
                if (!request.response().ended()) {
                    whole.add(request);
                }
            });
            context.addEndHandler(ended -> whole.remove(request));
        }
        context.next();
    }

    /**
     * Whether a request came whole over this connection of which nothing is answered yet. A caller that does not send the
     * rest of its request, or does not read what is answered, keeps no connection by that.
     */
    static boolean on(Channel connection) {
        Set<HttpServerRequest> whole = connection.attr(WHOLE).get();
        return whole != null
                && whole.stream().anyMatch(request -> !request.response().headWritten());
    }
}
