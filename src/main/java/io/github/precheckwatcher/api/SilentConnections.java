package io.github.precheckwatcher.api;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection that one of our ports accepted when nothing was written to it for a while. The servers' own idle
 * timeout counts every byte that arrives, so a request whose head comes byte by byte would keep its connection for hours;
 * nothing is written before a head is whole. Whatever takes longer than this to answer has to write something before.
 *
 * <p>Netty finds it by its name in {@code META-INF/services}, once {@link #install} was called. Quarkus offers no way to
 * set this for the management port.
 */
public final class SilentConnections extends ChannelInitializerExtension {
    /** As the idle timeout of both ports in {@code application.yaml}. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** For servers that open after this. */
    public static void install() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel accepted) {
        accepted.pipeline().addFirst(new WriteTimeout());
    }

    private static final class WriteTimeout extends IdleStateHandler {
        WriteTimeout() {
            super(0, LONGEST.toSeconds(), 0, TimeUnit.SECONDS);
        }

        @Override
        protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
            context.close();
        }
    }
}
