package io.github.precheckwatcher.notify.kind.feishu;

import io.github.precheckwatcher.notify.kind.ChatPageContract;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

class FeishuDocumentTest extends ChatPageContract {
    FeishuDocumentTest() {
        super(new Platform(
                NotifierKind.FEISHU,
                "ou_84aad35d084aa403a838cf73ee18467",
                Optional.of("secret"),
                Map.of(
                        "feishu-key",
                        FakeFeishu.KEY,
                        "feishu-sign",
                        "secret",
                        "lark-url",
                        "https://open.larksuite.com/open-apis/bot/v2/hook/" + FakeFeishu.KEY),
                2));
    }

    @Override
    protected String shown(Consumer<URI> sending) throws Exception {
        try (var bot = FakeFeishu.signed(CLOCK, "secret")) {
            sending.accept(bot.uri());
            FakeFeishu.Message arrived = bot.messages().get(0);
            return arrived.title() + "\n\n" + arrived.shown();
        }
    }
}
