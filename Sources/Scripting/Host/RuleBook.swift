import CLuaBridge
import Trading

/// What the host knows of a script's rules, and of the positions they look after.
struct RuleBook {
  /// The rule of a position as the bridge takes it.
  struct Seat {
    /// What tells it from others of the desk; 0: it is to be looked up.
    var mark: Int64 = 0
    /// Its number, from 1; 0: the script has none of that name.
    var number: Int32 = 0
    /// What its text shows.
    var reading = RuleReading()
    /// Whether the bridge has not been given the arguments yet.
    var isNew = true
  }

  /// A rule with its arguments, and the line that declares it.
  private struct Sitter {
    var rule: ProtectionRequest.Rule
    var source: String
  }

  /// The script's text while it loads; nil where no shortcut is taken.
  var outline: LuaOutline?
  /// What the text shows of each rule, in the order of their numbers.
  private var readings: [RuleReading] = []
  /// By symbol.
  private var seats: [Seat] = []
  private var sitters: [Sitter?] = []
  /// Whether tables of rules have changed since they were last kept, which the next call of a rule that has
  /// one does.
  var owesState = false
  /// Whether what is kept between calls is known to be as it was left.
  private var mayKnowState = true

  /// Takes note of the next rule that is declared.
  ///
  /// - Parameter line: Where in the script's own file its function begins; nil: elsewhere.
  mutating func declare(at line: Int?) {
    var reading = RuleReading()
    if let line, let outline { reading = RuleReading(functionOn: line, of: outline) }
    readings.append(reading)
    if reading.again & Int32(SAUDA_AGAIN_STATE) == 0 { mayKnowState = false }
  }

  /// The seat of a symbol; empty until a rule has sat there.
  @inline(__always)
  subscript(place: Int) -> Seat { place < seats.count ? seats[place] : Seat() }

  /// The rule that sits at a symbol's place; nil: none does.
  func rule(at place: Int) -> ProtectionRequest.Rule? {
    place < seats.count && seats[place].number > 0 ? sitters[place]?.rule : nil
  }

  /// The name of the rule at a symbol's place.
  func name(at place: Int) -> String { sitters[place]?.rule.name ?? "" }

  /// Where the rule at a symbol's place is declared.
  func source(at place: Int) -> String { sitters[place]?.source ?? "" }

  /// Seats a rule.
  mutating func seat(
    _ rule: ProtectionRequest.Rule, mark: Int64, at place: Int, names: [String],
    lines: [String: String]
  ) {
    while seats.count <= place {
      seats.append(Seat())
      sitters.append(nil)
    }
    let index = names.firstIndex(of: rule.name)
    var reading = index.map { readings[$0] } ?? RuleReading()
    if !mayKnowState { reading.again &= ~Int32(SAUDA_AGAIN_STATE) }
    seats[place] = Seat(
      mark: mark, number: Int32(truncatingIfNeeded: (index ?? -1) + 1), reading: reading)
    sitters[place] = Sitter(rule: rule, source: lines[rule.name] ?? "")
  }

  /// The encoded arguments of the rule at a symbol's place.
  func arguments(at place: Int) -> [UInt8] { sitters[place]?.rule.arguments ?? [] }

  /// Forgets what was given to the bridge: a call failed, or tables were restored.
  mutating func leave() {
    seats.removeAll()
    sitters.removeAll()
  }

  /// Takes note that the bridge has the arguments of a seat.
  @inline(__always)
  mutating func settle(_ place: Int) {
    if seats[place].isNew { seats[place].isNew = false }
  }
}
