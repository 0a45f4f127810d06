package io.github.precheckwatcher.api.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds what a caller can hold of our ports: each has at most 200 connections, and one to which nothing was written for
 * 30 s is closed, unless a request that came whole is being worked on. Quarkus's own bounds do not do: {@code
 * max-connections} counts a connection only from its first byte on, and the idle timeout begins anew with each byte, so
 * that a head that comes byte by byte keeps its connection for hours, while it ends one whose answer is being made.
 *
 * <p>Netty finds it by its name in {@code META-INF/services}, once {@link #install} was called.
 */
public final class AcceptedConnections extends ChannelInitializerExtension {
    /** Two ports and some 250 files of the JVM's own are well below 1,024 descriptors, the smallest usual limit. */
    static final int MOST = 200;

    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Of the channel that listens: how many it has accepted that are open. */
    private static final AttributeKey<AtomicInteger> OPEN = AttributeKey.valueOf(AcceptedConnections.class, "open");

    /** For servers that open after this. */
    public static void install() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel accepted) {
        var open = accepted.parent().attr(OPEN);
        open.setIfAbsent(new AtomicInteger());
        AtomicInteger count = open.get();
        if (count.incrementAndGet() > MOST) {
            count.decrementAndGet();
            // on this thread: whoever accepts is faster than the event loop that would close it
            accepted.unsafe().closeForcibly();
            return;
        }
        accepted.closeFuture().addListener(closed -> count.decrementAndGet());
        accepted.pipeline().addFirst(new WriteTimeout());
    }

    private static final class WriteTimeout extends IdleStateHandler {
        WriteTimeout() {
            super(0, LONGEST.toSeconds(), 0, TimeUnit.SECONDS);
        }

        @Override
        protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
            if (!AnswersUnderWay.on(context.channel())) {
                context.close();
            }
        }
    }
}
