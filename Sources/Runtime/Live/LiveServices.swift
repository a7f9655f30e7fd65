import Fyers
import Market
import Server

/// What stands around a session's engine: the feed and the API.
final class LiveServices {
  private let feed: FyersFeed?
  private let account: FyersAccount?
  private let server: ApiServer
  private let served: TaskOutcome

  /// Starts them; returns once the API listens.
  ///
  /// - Throws: ``Stop`` with exit code 74 when the port or the token's file cannot be had.
  init(
    _ options: LiveOptions, _ configuration: Configuration, _ session: LiveSession,
    _ account: FyersAccount?, table: InstrumentTable, link: FeedLink,
    say: @escaping @Sendable (String) -> Void
  ) throws(Stop) {
    self.account = account
    var serverOptions = ServerOptions(token: try Self.token(options, configuration))
    serverOptions.port = options.port
    let served = TaskOutcome()
    server = ApiServer(session: session, options: serverOptions) { port in
      say("listening on http://127.0.0.1:\(port)")
      served.started()
    }
    self.served = served
    Task { [server] in
      do throws(ServerError) {
        try await server.run()
        served.ended(nil)
      } catch {
        served.ended(Stop(.inputOutput, "\(error); choose another port with --port"))
      }
    }
    try served.waitForStart()
    feed = account.map { Self.feed($0, options, table, link) }
    guard let feed, let account else { return }
    account.keep(notify: say)
    Task { await feed.start() }
  }

  /// Ends them, the feed first; returns once they have ended.
  func stop() {
    let done = TaskOutcome()
    Task { [feed, account] in
      await feed?.stop()
      await account?.close()
      done.ended(nil)
    }
    done.waitForEnd()
    server.stop()
    served.waitForEnd()
  }

  private static func token(_ options: LiveOptions, _ configuration: Configuration) throws(Stop)
    -> ApiToken
  {
    try SessionFolder.make(options.dataFolder)
    do throws(Server.TokenError) {
      if let text = configuration.text("SAUDA_API_TOKEN") { return try ApiToken(text) }
      return try TokenFile.loadOrMake(in: options.dataFolder)
    } catch {
      throw Stop(.inputOutput, "\(error)")
    }
  }

  private static func feed(
    _ account: FyersAccount, _ options: LiveOptions, _ table: InstrumentTable, _ link: FeedLink
  ) -> FyersFeed {
    FyersFeed(
      kind: options.feed == .fyersJSON ? .json : .data, account: account,
      symbols: table.all.map { ($0.symbol, $0.id) }, seed: options.seed,
      deliver: { link.deliver($0) }, notify: { link.note($0) })
  }
}
