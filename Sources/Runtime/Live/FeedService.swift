import Fyers
import Market

/// The broker's live feed of a session, from its first connection to its goodbye.
final class FeedService: SessionFeed {
  private let options: LiveOptions
  private let account: FyersAccount
  private let say: @Sendable (String) -> Void
  private var feed: FyersFeed?

  /// A feed that is not started.
  ///
  /// - Parameters:
  ///   - options: Which socket, and for whom.
  ///   - account: The account, which is closed with the feed.
  ///   - say: Takes lines for people.
  init(
    _ options: LiveOptions, _ account: FyersAccount, say: @escaping @Sendable (String) -> Void
  ) {
    self.options = options
    self.account = account
    self.say = say
  }

  func start(_ table: InstrumentTable, into mailbox: Mailbox) {
    let link = FeedLink(mailbox: mailbox, say: say)
    let feed = FyersFeed(
      kind: options.feed == .fyersJSON ? .json : .data, account: account,
      symbols: table.all.map { ($0.symbol, $0.id) }, user: options.userID,
      calendar: options.terms.corrections.calendar, timings: options.timings,
      seed: options.terms.seed,
      deliver: { link.deliver($0) }, notify: { link.note($0) })
    self.feed = feed
    account.keep { text in
      if !mailbox.offer(.alert(text)) { link.say(text) }
    }
    Task { await feed.start() }
  }

  func stop() {
    BlockingCall.run { [feed, account] in
      await feed?.stop()
      await account.close()
    }
  }
}

/// The way from the broker's feed into a session's mailbox.
private struct FeedLink: Sendable {
  let mailbox: Mailbox
  /// Takes lines for people.
  let say: @Sendable (String) -> Void

  /// Passes ticks that came together on.
  func deliver(_ batch: FeedBatch) { mailbox.offer(batch.ticks) }

  /// Passes on what happens to the connection, as far as the engine must know.
  func note(_ notice: MarketFeedNotice) {
    if case .unknownSymbols(let symbols) = notice, mailbox.offer(.unknownSymbols(symbols)) {
      return
    }
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
