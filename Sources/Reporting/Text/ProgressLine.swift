/// The progress of a long run as one line of a terminal.
///
/// A pure function of what it is told: the caller owns the clock, returns the cursor and decides how
/// often to draw.
public struct ProgressLine: Equatable, Sendable {
  /// How much is done, 0 to 1; nil when the end is not known.
  public var fraction: Double?
  /// Ticks processed.
  public var ticks: Int64
  /// Ticks a second, lately; nil when not known yet.
  public var ticksPerSecond: Int64?
  /// Time since the start.
  public var elapsed: Duration

  private static let barWidth = 20
  private static let gap = "  "
  private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// A state of progress.
  public init(fraction: Double?, ticks: Int64, ticksPerSecond: Int64?, elapsed: Duration) {
    self.fraction = fraction
    self.ticks = ticks
    self.ticksPerSecond = ticksPerSecond
    self.elapsed = elapsed
  }

  /// The line without a line feed; parts that do not fit into `width` characters are left out.
  public func text(width: Int = 80) -> String {
    var parts: [String] = []
    if let fraction = knownFraction {
      let percent = String(Int(fraction * 100))
      let blanks = String(repeating: " ", count: 3 - percent.count)
      parts.append("\(Self.bar(fraction)) \(blanks)\(percent) %")
    }
    parts.append("\(Figures.count(ticks)) ticks")
    if let ticksPerSecond { parts.append("\(Figures.count(ticksPerSecond))/s") }
    parts.append(Self.clock(seconds: elapsed.components.seconds))
    if let left = secondsLeft { parts.append("\(Self.clock(seconds: left)) left") }
    while parts.count > 1, parts.joined(separator: Self.gap).count > width { parts.removeLast() }
    return TextTable.fitted(parts.joined(separator: Self.gap), to: width)
  }

  private var knownFraction: Double? {
    guard let fraction, !fraction.isNaN else { return nil }
    return min(max(fraction, 0), 1)
  }

  private var secondsLeft: Int64? {
    guard let fraction = knownFraction, fraction > 0.01, fraction < 1 else { return nil }
    let elapsedSeconds = Double(elapsed.components.seconds)
    return Int64(exactly: (elapsedSeconds * (1 - fraction) / fraction).rounded())
  }

  private static func bar(_ fraction: Double) -> String {
    let filled = Int(fraction * Double(barWidth) * 8)
    var bar = String(repeating: "█", count: filled / 8)
    if filled % 8 > 0 { bar.append(eighths[filled % 8 - 1]) }
    return "▕" + bar + String(repeating: " ", count: barWidth - bar.count) + "▏"
  }

  private static func clock(seconds: Int64) -> String {
    func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
    let minutesAndSeconds = "\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    return seconds < 3_600 ? minutesAndSeconds : "\(seconds / 3_600):\(minutesAndSeconds)"
  }
}
