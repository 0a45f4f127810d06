package io.github.precheckwatcher.notify.http;

import io.github.precheckwatcher.http.ClientCertificate;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * What one connection of a pool has carried. Vert.x has no name for it: whether a request is the first, and whether any
 * byte came since it began, a status line that was cut included. Sits behind TLS, whose own bytes are no answer.
 */
final class ConnectionUse extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<ConnectionUse> KEY = AttributeKey.valueOf(ConnectionUse.class, "use");

    /** Vert.x's own name for the handler that reads HTTP. */
    private static final String CODEC = "codec";

    private volatile boolean used;
    private volatile boolean answered;
    private volatile Throwable fault;

    private ConnectionUse() {}

    /** To be called before the connection carries its first request. */
    static void watch(HttpConnection connection) {
        var use = new ConnectionUse();
        Channel channel = channel(connection);
        channel.attr(KEY).set(use);
        if (channel.pipeline().get(CODEC) != null) {
            channel.pipeline().addBefore(CODEC, KEY.name(), use);
        }
    }

    /** Of a connection that is watched; of one that is closed by now too. */
    static ConnectionUse of(HttpConnection connection) {
        return channel(connection).attr(KEY).get();
    }

    /** A request begins; whether one went before it. */
    boolean begin() {
        boolean reused = used;
        used = true;
        answered = false;
        return reused;
    }

    /** Whether a byte came since the request began. */
    boolean answered() {
        return answered;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        answered = true;
        context.fireChannelRead(message);
    }

    /**
     * Under TLS 1.3 a server refuses the client's certificate after the handshake (RFC 8446, 4.4.2.4): then the request
     * hears of a closed connection alone.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fault = cause;
        context.fireExceptionCaught(cause);
    }

    /** Why a request over this connection failed: the TLS alert that ended it, if one did, or what the request heard. */
    Throwable reason(Throwable heard) {
        Throwable known = fault;
        return known != null && ClientCertificate.alert(known).isPresent() ? known : heard;
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }
}
