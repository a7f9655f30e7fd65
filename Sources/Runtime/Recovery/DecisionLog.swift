import Reporting
import Trading

/// What a session decides, one canonical line each behind the number of the script, beside its recording.
///
/// The lines are written later than the inputs that they come of: a process that is ended leaves fewer of
/// them than can be found out again, never more.
struct DecisionLog: ~Copyable {
  private let file: any SessionFile
  private var waiting: [UInt8] = []

  /// Bytes that are gathered before they are written.
  private static let gathered = 16_384

  /// Begins a log.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  init(_ path: String, on disk: any SessionDisk) throws(Stop) {
    do throws(DiskError) {
      file = try disk.create(path)
    } catch {
      throw Stop(.inputOutput, "\(path): cannot \(error.action.rawValue) it: \(error.reason)")
    }
  }

  /// Takes lines.
  ///
  /// - Returns: Whether so many wait that they should be written.
  mutating func add(_ lines: [UInt8]) -> Bool {
    waiting += lines
    return waiting.count >= Self.gathered
  }

  /// Writes what waits.
  mutating func flush() throws(DiskError) {
    guard !waiting.isEmpty else { return }
    try file.append(waiting)
    waiting.removeAll(keepingCapacity: true)
  }
}

/// Compares what is decided with what a session has written down.
struct DecisionComparison {
  private let lines: [UInt8]?
  private var place = 0
  /// Decisions so far.
  private(set) var count = 0
  /// The first difference; nil while there is none.
  private(set) var difference: String?

  /// Compares with lines; nil: with nothing.
  init(_ lines: [UInt8]?) { self.lines = lines }

  /// Takes the next decisions, as lines.
  mutating func take(_ decided: [UInt8]) {
    for line in decided.split(separator: UInt8(ascii: "\n")) { take(line) }
  }

  private mutating func take(_ line: ArraySlice<UInt8>) {
    count += 1
    // What was not written down before the process ended cannot differ.
    guard difference == nil, let recorded = next() else { return }
    guard !recorded.elementsEqual(line) else { return }
    difference = Self.sentence(count, recorded: Self.text(recorded), now: Self.text(line))
  }

  /// The next line that was written down whole.
  private mutating func next() -> ArraySlice<UInt8>? {
    guard let lines, let end = lines[place...].firstIndex(of: UInt8(ascii: "\n")) else {
      return nil
    }
    defer { place = end + 1 }
    return lines[place..<end]
  }

  /// Ends the comparison.
  ///
  /// - Returns: Lines that were written down and were not decided now, and the first of them.
  mutating func finish() -> (count: Int, first: String?) {
    var first: String?
    var missing = 0
    while let line = next() {
      if first == nil { first = Self.text(line) }
      missing += 1
    }
    return (missing, first)
  }

  /// A difference, for people: where it is, and both lines.
  static func sentence(_ number: Int, recorded: String?, now: String?) -> String {
    let words = (recorded ?? now ?? "").split(separator: " ")
    let tick = words.count > 1 ? "tick \(words[1])" : "an unknown tick"
    let order = words.count > 4 && words[4] != "-" ? ", order \(words[4])" : ""
    return "decision \(number) differs at \(tick)\(order)\n  recorded: \(recorded ?? "nothing")\n"
      + "  now:      \(now ?? "nothing")"
  }

  private static func text(_ line: ArraySlice<UInt8>) -> String {
    SafeText.escaped(String(decoding: line, as: UTF8.self), limit: 400)
  }
}
