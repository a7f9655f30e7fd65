import Foundation
import Fyers
import Market
import Money
import TestSupport
import Testing

@testable import FyersSimulator

/// Our feed against our simulator, over loopback.
final class LiveRig: Sendable {
  let server: NIOLoopBoundServer
  let account: FyersAccount
  let folder: URL
  let ticks = EventLog<FeedTick>()
  let notices = EventLog<MarketFeedNotice>()
  let symbols: [(symbol: String, instrument: InstrumentID)]

  /// The server, which only its own methods touch.
  struct NIOLoopBoundServer: @unchecked Sendable {
    let value: SimulatorServer
  }

  /// 11:00 IST on a Tuesday, whatever the hour of the test: tokens end at 06:00, dates at midnight.
  static let start = EventTime(milliseconds: 1_790_055_000_000)

  static let symbolNames = ["NSE:SBIN-EQ", "NSE:NIFTY50-INDEX", "NSE:TCS-EQ"]

  /// Prices that tell the symbol they belong to: SBIN 500-599, the index 25,000 and up, TCS 3,000 and
  /// up; a second apart, for an hour.
  static let recording: String = {
    var rows = ["time,symbol,bid,ask,ltp,volume"]
    for step in 0..<36_000 {
      let time = 1_790_048_700_000 + step * 100
      let cents = step % 100
      let padded = cents < 10 ? "0\(cents)" : "\(cents)"
      rows.append("\(time),NSE:SBIN-EQ,549.\(padded),550.\(padded),550.\(padded),\(step)")
      rows.append(
        "\(time),NSE:NIFTY50-INDEX,25000.\(padded),25000.\(padded),25000.\(padded),0")
      rows.append("\(time),NSE:TCS-EQ,3100.\(padded),3101.\(padded),3101.\(padded),\(step)")
    }
    return rows.joined(separator: "\n") + "\n"
  }()

  init(
    symbols names: [String] = LiveRig.symbolNames, token: Secret? = nil,
    _ change: (inout SimulatorOptions) -> Void = { _ in }
  ) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "live-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "ticks.csv")
    try LiveRig.recording.write(to: file, atomically: true, encoding: .utf8)
    var options = SimulatorOptions(files: [file.path])
    options.port = 0
    options.loops = true
    options.callLimits = .none
    options.clock = .now
    change(&options)
    let clock = LiveClock(startingAt: LiveRig.start)
    let server = try SimulatorServer(
      SimulatedExchange(options, wall: clock.now()), machineTime: { clock.now() })
    self.server = NIOLoopBoundServer(value: server)
    account = try FyersAccount(
      endpoints: FyersEndpoints(loopbackURL: "http://127.0.0.1:\(server.port)"), appID: "",
      token: token, store: TokenStore(folder: folder.path, isRehearsal: true), clock: clock)
    symbols = names.enumerated().map { ($1, InstrumentID(index: Int32($0))) }
  }

  var root: String { "http://127.0.0.1:\(server.value.port)" }

  /// A feed that writes into the logs.
  func feed(
    _ kind: FyersFeed.Kind = .data, timings: SocketTimings = .quick
  ) -> FyersFeed {
    FyersFeed(
      kind: kind, account: account, symbols: symbols, timings: timings, seed: 1,
      deliver: { [ticks] batch in for tick in batch.ticks { ticks.append(tick) } },
      notify: { [notices] in notices.append($0) })
  }

  /// The tester's side of the simulator.
  func control(_ path: String, _ body: String = "", verb: HTTPVerb = .post) async throws {
    let transport = AsyncHTTPTransport(timeoutSeconds: 60, connectSeconds: 60)
    let answer = try await transport.send(
      HTTPCall(verb: verb, address: root + path, body: Secret(body)))
    #expect(answer.status == 200)
    try await transport.shutdown()
  }

  func wait(
    _ what: String, _ matches: @escaping @Sendable ([MarketFeedNotice]) -> Bool
  ) async throws {
    try await notices.wait(what, until: matches)
  }

  /// How often the connection has come up; a busy machine may have let it fall before.
  var ups: Int { notices.all.count { $0 == .connection(.up) } }

  /// Waits until the connection has come up more often than that.
  func waitForUp(after ups: Int) async throws {
    try await wait("up again") { $0.count { $0 == .connection(.up) } > ups }
  }

  /// Waits until every symbol has a tick among those after the first `count`.
  func waitForAll(after count: Int = 0) async throws {
    let wanted = symbols.count
    try await ticks.wait("a tick of every symbol") { all in
      Set(all.dropFirst(count).map(\.tick.instrument)).count == wanted
    }
  }

  /// Every price lies in its symbol's range, and time never runs backwards.
  func expectWellAttributed(_ ignored: Int = 0) {
    let all = ticks.all
    var wrong = 0
    for tick in all.map(\.tick) {
      let range = [
        500_000_000..<600_000_000, 25_000_000_000..<25_100_000_000,
        3_000_000_000..<3_200_000_000,
      ][tick.instrument.position % 3]
      if !range.contains(Int(tick.ltp.micros)) { wrong += 1 }
    }
    #expect(wrong <= ignored)
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.tick.time <= $1.tick.time })
  }

  func finish(_ feed: FyersFeed) async throws {
    await feed.stop()
    try await wait("closed") { $0.contains(.connection(.closed)) }
    await account.close()
    let server = server
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      Thread {
        do { try server.value.stop() } catch { Issue.record(error) }
        done.resume()
      }.start()
    }
    try FileManager.default.removeItem(at: folder)
  }
}

extension SocketTimings {
  /// Waits short enough for tests.
  static var quick: SocketTimings {
    var timings = SocketTimings()
    timings.ping = 200_000_000
    timings.controlPing = 300_000_000
    timings.pong = 500_000_000
    timings.stale = 500_000_000
    timings.dead = 1_000_000_000
    timings.retry = 200_000_000
    timings.longest = 1_000_000_000
    return timings
  }
}
