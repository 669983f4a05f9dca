package zabra.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer, and then the end of the connection. A body is not read. What cannot
 * be understood costs the connection, with 400 where there is still somebody to tell.
 */
final class HttpExchange extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);

    private final Map<String, HttpPage> pages;
    private boolean answering;

    HttpExchange(Map<String, HttpPage> pages) {
        this.pages = pages;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!answering && message instanceof HttpRequest request) {
                answering = true;
                // Whatever follows means nothing.
                ctx.channel().config().setAutoRead(false);
                handle(ctx, request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void handle(ChannelHandlerContext ctx, HttpRequest request) {
        boolean head = request.method().equals(HttpMethod.HEAD);
        if (request.decoderResult().isFailure()) {
            send(ctx, HttpAnswer.of(400, "This is no HTTP request.\n"), false);
        } else if (!head && !request.method().equals(HttpMethod.GET)) {
            send(ctx, HttpAnswer.of(405, "Only GET and HEAD are answered.\n"), head);
        } else {
            HttpPage page = pages.get(path(request.uri()));
            if (page == null) {
                send(ctx, HttpAnswer.of(404, "There is no such page.\n"), head);
            } else {
                Thread.ofVirtual()
                        .name("zabra-page")
                        .start(() -> send(ctx, answerOf(page, request.uri()), head));
            }
        }
    }

    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    private static HttpAnswer answerOf(HttpPage page, String uri) {
        try {
            return page.answer();
        } catch (RuntimeException e) {
            LOG.error("The page {} failed", uri, e);
            return HttpAnswer.of(500, "This page failed; the server's log says how.\n");
        }
    }

    private static void send(ChannelHandlerContext ctx, HttpAnswer answer, boolean head) {
        byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(answer.status()),
                        head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (answer.status() == HttpResponseStatus.METHOD_NOT_ALLOWED.code()) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("A connection for pages broke", cause);
        ctx.close();
    }
}
