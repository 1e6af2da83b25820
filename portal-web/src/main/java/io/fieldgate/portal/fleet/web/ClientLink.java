package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.PickLinks;
import io.fieldgate.portal.shared.web.Moment;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// A client's personal link in the words of its page.
@Component
class ClientLink {
    private final PickLinks links;
    private final Clock clock;

    ClientLink(PickLinks links, Clock clock) {
        this.links = links;
        this.clock = clock;
    }

    LinkCard card(ClientView client) {
        Instant now = clock.instant();
        return links.get(client.id())
                .map(link ->
                        new LinkCard(
                                true,
                                !link.expiresAt().isAfter(now),
                                LinkCard.day(link.expiresAt()),
                                Moment.ofNullable(link.openedAt(), now)))
                .orElse(LinkCard.NONE);
    }
}
