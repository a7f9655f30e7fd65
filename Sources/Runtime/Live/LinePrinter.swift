import Glibc
import Market
import Reporting
import Server
import Synchronization
import Trading

/// Writes what a session says, on a thread of its own: a terminal or pipe that takes nothing must not
/// stop the engine.
///
/// At most `capacity` pieces wait; beyond that they are dropped and counted, and the count is written
/// once there is room again.
final class LinePrinter: Sendable {
  /// Where a piece goes.
  enum Stream: Sendable {
    case output
    case error
  }

  private struct State {
    var waiting: [(stream: Stream, bytes: [UInt8])] = []
    var dropped = 0
    var isClosed = false
    /// The table that is to be on the screen; nil when there is none.
    var table: [String]?
    var isTableNew = false
    /// Whether the table is left on the screen once it is drawn.
    var keepsTable = false
  }

  private let capacity: Int
  private let state = Mutex(State())
  private let signal = ThreadSignal()
  private let closing = ThreadSignal()

  /// Nanoseconds before it looks again after it has written something.
  ///
  /// Until then nobody has to wake it, which would cost the engine's thread as much as a tick's way to a
  /// script and back.
  private static let nap: Int64 = 20_000_000

  /// A printer of nothing yet.
  init(capacity: Int = 4_096) { self.capacity = capacity }

  /// Queues bytes; the last ones find room though much waits.
  func write(_ bytes: [UInt8], to stream: Stream, isLast: Bool = false) {
    state.withLock { state in
      guard !state.isClosed else { return }
      if state.waiting.count >= capacity, !isLast {
        state.dropped += 1
      } else {
        state.waiting.append((stream, bytes))
      }
    }
    signal.notify()
  }

  /// Draws a table below the lines, in place of the one before.
  func draw(_ lines: [String]) {
    state.withLock { state in
      guard !state.isClosed else { return }
      state.table = lines
      state.isTableNew = true
    }
    signal.notify()
  }

  /// Leaves the table where it is once it is drawn; what is written later comes below it.
  func keepTable() {
    state.withLock { $0.keepsTable = true }
    signal.notify()
  }

  /// Writes until it is closed and everything is out; the body of its thread.
  func run() {
    var drawn = 0
    while true {
      let taken = state.withLock { state in
        let taken = state
        state.waiting = []
        state.dropped = 0
        state.isTableNew = false
        if state.keepsTable {
          state.table = nil
          state.keepsTable = false
        }
        return taken
      }
      if !taken.waiting.isEmpty || taken.isTableNew || taken.keepsTable {
        Self.show(taken, drawn: &drawn)
        closing.wait(nanoseconds: Self.nap)
      } else if taken.isClosed {
        return
      } else {
        signal.wait(nanoseconds: 250_000_000)
      }
    }
  }

  /// Takes the table off the screen, writes what waits, and draws the table again.
  private static func show(_ state: State, drawn: inout Int) {
    if drawn > 0 { write(Array("\u{1B}[\(drawn)A\u{1B}[J".utf8), to: .output) }
    drawn = 0
    for piece in state.waiting { write(piece.bytes, to: piece.stream) }
    if state.dropped > 0 {
      write(Array("\(state.dropped) lines were dropped: nobody read them\n".utf8), to: .error)
    }
    guard let table = state.table else { return }
    write(Array((table.joined(separator: "\n") + "\n").utf8), to: .output)
    drawn = state.keepsTable ? 0 : table.count
  }

  /// Takes no more; ``run()`` ends once all is written.
  func close() {
    state.withLock { $0.isClosed = true }
    signal.notify()
    closing.notify()
  }

  private static func write(_ bytes: [UInt8], to stream: Stream) {
    switch stream {
    case .error: StandardError.write(bytes)
    case .output: StandardOutput.write(bytes)
    }
  }
}

/// Takes what a session says, and never waits for whoever reads it.
typealias LineOutput = (_ bytes: [UInt8], _ stream: LinePrinter.Stream) -> Void

/// What happens in a session, one line an event: for people on stderr, or as JSON on stdout.
final class SessionLines {
  private let isJSON: Bool
  private let output: LineOutput

  /// A voice of a session.
  init(isJSON: Bool, output: @escaping LineOutput) {
    self.isJSON = isJSON
    self.output = output
  }

  /// Says an event; prices are for tables, not for lines.
  func say(_ event: SessionEvent, at time: EventTime) {
    if isJSON {
      output(EventLine.bytes(of: event), .output)
      return
    }
    guard let (level, text) = Self.sentence(of: event) else { return }
    output(LogLine(time: time, level: level, name: "sauda", text: text).bytes, .error)
  }

  private static func sentence(of event: SessionEvent) -> (LogLevel, String)? {
    switch event {
    case .fill(let order):
      let price = order.executedPrice.map { " @ ₹\($0)" } ?? ""
      return (
        .info,
        "\(order.side.text) \(order.quantity) \(order.symbol)\(price) \(order.orderID) "
          + "(\(order.reason))"
      )
    case .denial(let denial):
      let quantity = denial.quantity.map { " \($0)" } ?? ""
      return (
        .warn,
        "denied \(denial.reason): \(denial.side.text)\(quantity) \(denial.symbol) \(denial.detail)"
      )
    case .mode(let mode): return (.warn, "mode \(mode.rawValue)")
    case .connection(let connection): return (.info, "feed \(connection.state)")
    case .quote, .order, .alert: return nil
    }
  }

  /// The last line of a session as JSON.
  static func summary(of report: SessionReport, recording: String?) -> [UInt8] {
    EventLine.summary(of: report, recording: recording)
  }
}
