import Fyers
import Market

/// The live feed of a session, from its first connection to its goodbye.
final class FeedService {
  private let feed: FyersFeed
  private let account: FyersAccount

  /// Starts the feed; returns at once.
  init(
    _ options: LiveOptions, _ account: FyersAccount, table: InstrumentTable, link: FeedLink,
    say: @escaping @Sendable (String) -> Void
  ) {
    self.account = account
    let feed = FyersFeed(
      kind: options.feed == .fyersJSON ? .json : .data, account: account,
      symbols: table.all.map { ($0.symbol, $0.id) }, user: options.userID,
      timings: options.timings, seed: options.seed,
      deliver: { link.deliver($0) }, notify: { link.note($0) })
    self.feed = feed
    account.keep(notify: say)
    Task { await feed.start() }
  }

  /// Ends the feed; returns once it has ended.
  func stop() {
    BlockingCall.run { [feed, account] in
      await feed.stop()
      await account.close()
    }
  }
}
