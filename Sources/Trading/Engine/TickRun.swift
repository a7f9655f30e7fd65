public import Market

/// Ticks of a batch that a script gets one after the other, each with its number in the session.
///
/// A tick that comes alone is a run of one.
public struct TickRun: Sendable {
  /// Where the ticks lie in the batch.
  public enum Places: Sendable {
    /// One behind the other; the batch's first tick has this number.
    case stretch(number: Int64)
    /// At these places, of any of the script's symbols; each tick of the batch has a number.
    case picked([Int32], numbers: [Int64])
  }

  /// Where they lie.
  public let places: Places
  /// Which of them are meant: places in the batch, or indices of the picks.
  public let range: Range<Int>
  /// Whether the desk has taken them; if not, it takes each before its callback asks for anything.
  public let isTaken: Bool
  /// Whether the rule of the position in their symbol is asked at each, before its callback.
  public var asksRule = false

  /// No ticks.
  public static let none = TickRun(stretch: 0, from: 0)

  /// A whole batch, whose first tick has a number.
  public init(stretch count: Int, from number: Int64) {
    places = .stretch(number: number)
    range = 0..<count
    isTaken = false
  }

  /// The only tick of a batch, which the desk has taken.
  public init(taken number: Int64) {
    places = .stretch(number: number)
    range = 0..<1
    isTaken = true
  }

  /// Some of the ticks picked out of a batch, each tick of which has a number.
  public init(_ range: Range<Int>, ofPicks picks: [Int32], numbers: [Int64]) {
    places = .picked(picks, numbers: numbers)
    self.range = range
    isTaken = false
  }

  private init(_ range: Range<Int>, of other: TickRun) {
    places = other.places
    isTaken = other.isTaken
    asksRule = other.asksRule
    self.range = range
  }

  /// The first of them.
  func prefix(_ count: Int) -> TickRun {
    TickRun(range.lowerBound..<range.lowerBound + min(count, range.count), of: self)
  }

  /// How many they are.
  public var count: Int { range.count }

  /// The place in the batch and the number of one of them, by its index in ``range``.
  public subscript(index: Int) -> (place: Int, number: Int64) {
    switch places {
    case .stretch(let number): (index, number &+ Int64(index))
    case .picked(let picks, let numbers): (Int(picks[index]), numbers[Int(picks[index])])
    }
  }

  /// Gives the first tick to a callback, for rule sets that take ticks one by one.
  ///
  /// - Parameters:
  ///   - ticks: The batch.
  ///   - desk: The desk; it has taken the tick when the callback begins.
  ///   - onTick: The callback, with the tick's number.
  /// - Returns: One tick, and how the callback ended.
  public func first(
    of ticks: Span<Tick>, at desk: inout Desk,
    _ onTick: (_ tick: Tick, _ number: Int64, _ desk: inout Desk) -> CallOutcome
  ) -> RunEnd {
    let first = range.lowerBound
    if !isTaken { desk.take(first..<first + 1, of: self, in: ticks) }
    let (place, number) = self[first]
    return RunEnd(count: 1, outcome: onTick(ticks[place], number, &desk))
  }
}

/// How a run of ticks ended.
public struct RunEnd: Sendable {
  /// How many ticks were done, at least one.
  public var count: Int
  /// How the callback of the last one ended.
  public var outcome: CallOutcome
  /// What the rule answered at the last one, whose callback has then still to be called; nil: there was none, or
  /// it left everything as it was.
  public var rule: RuleOutcome?

  /// An end.
  public init(count: Int, outcome: CallOutcome, rule: RuleOutcome? = nil) {
    self.count = count
    self.outcome = outcome
    self.rule = rule
  }
}

extension Desk {
  /// Takes ticks of a run one after the other, as if each had come alone.
  ///
  /// - Parameters:
  ///   - range: Which, within the run's range; of declared symbols that are calm.
  ///   - run: The run.
  ///   - ticks: Its batch.
  public mutating func take(_ range: Range<Int>, of run: TickRun, in ticks: Span<Tick>) {
    switch run.places {
    case .stretch(let number):
      take(ticks.extracting(range), from: number &+ Int64(range.lowerBound))
    case .picked(let picks, let numbers):
      take(picks.span.extracting(range), of: ticks, numbers: numbers.span)
    }
  }
}

/// What the ticks of a run came to, whether scripts take turns or run ahead of each other.
extension Engine where Rules: ~Copyable {
  /// Whether a callback went well and asked for nothing; the desk is only read.
  @inline(__always)
  static func leftNothing(_ outcome: CallOutcome, _ desk: inout Desk) -> Bool {
    if case .completed = outcome { desk.isQuiet } else { false }
  }

  /// Carries out what `on_tick` asked for; whether anything came of it.
  @inline(__always)
  static func follow(
    _ outcome: CallOutcome, _ desk: inout Desk, _ rules: inout Rules, _ number: Int,
    _ nextDue: Int64
  ) -> Bool {
    if leftNothing(outcome, &desk) { return desk.hasNews(before: nextDue) }
    conclude(outcome, of: "on_tick", &desk, &rules, number)
    return true
  }
}
