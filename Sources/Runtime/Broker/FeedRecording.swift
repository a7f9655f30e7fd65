import Fyers
import Glibc
import Market
import Recording
import Reporting

/// `sauda record`: the live feed into a recording, without trading.
public enum FeedRecording {
  /// What is asked for.
  public struct Request: Sendable {
    /// The symbols.
    public var symbols: [String] = []
    /// The recording to make.
    public var output = ""
    /// `fyers` or `fyers-json`.
    public var feed = "fyers"
    /// A simulator on this machine; nil for the broker itself.
    public var url: String?
    /// How long to record; nil until it is stopped.
    public var length: String?
    /// Stop when no tick came for so long; nil to wait for ever.
    public var idle: String?
    /// Whether to print a summary as JSON.
    public var isJSON = false

    /// A request with the defaults.
    public init() {}
  }

  /// Records until SIGINT, SIGTERM, a lost terminal, the given length, or the end of the feed.
  ///
  /// - Parameter request: What is asked for.
  /// - Returns: The exit code: 64 for wrong usage, 65 when FYERS knows none of the symbols, 74 when
  ///   the file exists or cannot be written, 75 when FYERS cannot be reached, 77 without a token.
  public static func run(_ request: Request) -> Int32 {
    // A reader that goes away is an error of the write, not the end of the program.
    signal(SIGPIPE, SIG_IGN)
    let stopped = ThreadSignal()
    let ending = SignalWatch { stopped.notify() }
    defer { withExtendedLifetime(ending) {} }
    return BrokerAccess.guarded { () throws(Stop) in
      let plan = try Plan(request)
      let account = try plan.access.signedInAccount()
      let recorder = try recorder(plan, account)
      account.keep { StandardError.line($0) }
      let feed = FyersFeed(
        kind: plan.kind, account: account, symbols: plan.symbols, user: plan.access.userID,
        calendar: plan.corrections.calendar, timings: plan.timings, seed: UInt64(getpid()),
        deliver: { recorder.take($0) },
        notify: { notice in
          recorder.note(notice)
          StandardError.line(notice.description)
        })
      BlockingCall.run { await feed.start() }
      wait(plan, recorder, stopped, clock: account.clock)
      BlockingCall.run {
        await feed.stop()
        await account.close()
      }
      recorder.close()
      let status = recorder.status
      if status.ticks == 0, status.stop != nil, !status.wasUp { unlink(plan.output) }
      if let stop = status.stop { throw stop }
      summarize(plan, status, isJSON: request.isJSON)
      return .done
    }
  }

  /// A request that makes sense.
  private struct Plan {
    let access: BrokerAccess
    let kind: FyersFeed.Kind
    var symbols: [(symbol: String, instrument: InstrumentID)] = []
    var table = InstrumentTable()
    let output: String
    let length: Int64?
    let idle: Int64?
    let timings: SocketTimings
    let corrections: CalendarCorrections

    init(_ request: Request) throws(Stop) {
      guard let kind = FyersFeed.Kind(rawValue: request.feed) else {
        throw Stop(.usage, "--feed: expected fyers or fyers-json, was \(request.feed)")
      }
      guard request.output.hasSuffix(".ticks") else {
        throw Stop(.usage, "-o: expected a file named .ticks, was \(request.output)")
      }
      self.kind = kind
      output = request.output
      length = try Self.duration(request.length, "--for")
      idle = try Self.duration(request.idle, "--until-idle")
      let configuration = try Configuration.current()
      access = try BrokerAccess(url: request.url, configuration: configuration)
      timings = try SocketTimings(configuration)
      corrections = try CalendarCorrections(in: access.folder)
      for symbol in request.symbols {
        let parts = symbol.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), symbol.utf8.count <= 64,
          symbol.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw Stop(.usage, "--symbols: expected such as NSE:SBIN-EQ, was \(symbol)") }
        guard table.id(of: symbol) == nil else { continue }
        symbols.append((symbol, table.intern(symbol)))
      }
      guard !symbols.isEmpty else { throw Stop(.usage, "--symbols: expected at least one symbol") }
      guard symbols.count <= FeedSession.maximumTopics else {
        throw Stop(
          .usage,
          "--symbols: expected at most \(FeedSession.maximumTopics), was \(symbols.count)")
      }
    }

    private static func duration(_ text: String?, _ option: String) throws(Stop) -> Int64? {
      guard let text else { return nil }
      return try DurationText.nanoseconds(text, option: option)
    }
  }

  private static func recorder(
    _ plan: Plan, _ account: FyersAccount
  ) throws(Stop) -> FeedRecorder {
    do throws(RecordingError) {
      return try FeedRecorder(
        creating: plan.output,
        metadata: [
          ("source", plan.access.endpoints.isLoopback ? "simulator" : "fyers"),
          ("feed", plan.kind.rawValue), ("time", "received"),
          ("started", IndianTime(account.clock.now()).iso8601),
        ], table: plan.table, clock: account.clock)
    } catch {
      throw Stop(ExitCode(rawValue: error.exitCode) ?? .inputOutput, error.description)
    }
  }

  /// Waits for whatever ends the recording, and flushes once a second.
  private static func wait(
    _ plan: Plan, _ recorder: FeedRecorder, _ stopped: ThreadSignal, clock: any EventClock
  ) {
    let started = clock.now()
    var flushed = started
    var quiet = QuietTime(at: started)
    while !stopped.wait(nanoseconds: QuietTime.period) {
      let now = clock.now()
      let status = recorder.status
      if status.stop != nil { return }
      if let length = plan.length, now.nanoseconds - started.nanoseconds >= length { return }
      let silence = quiet.look(ticks: status.ticks, at: now)
      if let idle = plan.idle, status.ticks > 0, silence >= idle { return }
      if now.nanoseconds - flushed.nanoseconds >= EventTime.nanosecondsPerSecond {
        flushed = now
        recorder.flush()
      }
    }
  }

  private static func summarize(_ plan: Plan, _ status: FeedRecorder.Status, isJSON: Bool) {
    guard isJSON else {
      return StandardError.line(
        "\(plan.output): \(status.ticks) ticks, \(status.gaps) gaps written")
    }
    var json = JSONWriter()
    json.beginObject(layout: .inline)
    json.field("file", plan.output)
    json.field("symbols", Int64(plan.symbols.count))
    json.field("ticks", status.ticks)
    json.field("gaps", Int64(status.gaps))
    json.end()
    StandardOutput.line(String(decoding: json.take(), as: UTF8.self))
  }
}
