import Fyers
import Market

/// The way from a live feed into a session's mailbox.
struct FeedLink: Sendable {
  let mailbox: Mailbox
  /// Takes lines for people.
  let say: @Sendable (String) -> Void

  /// Passes the ticks of one message on.
  func deliver(_ batch: FeedBatch) {
    for tick in batch.ticks {
      mailbox.offer(
        .tick(
          ArrivedTick(
            tick: tick.tick, exchangeTime: tick.exchangeTime, readAt: batch.arrivedAt)))
    }
  }

  /// Passes on what happens to the connection, as far as the engine must know.
  func note(_ notice: MarketFeedNotice) {
    say(notice.description)
    guard case .connection(let connection) = notice else { return }
    switch connection {
    case .up: mailbox.offer(.connection(.connected))
    case .down, .closed, .waitingForToken: mailbox.offer(.connection(.disconnected))
    case .stale: mailbox.offer(.connection(.stale))
    case .fresh: mailbox.offer(.connection(.fresh))
    default: break
    }
  }
}
