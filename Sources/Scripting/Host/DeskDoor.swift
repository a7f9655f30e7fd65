import CLuaBridge
import Market
import Money
import Trading

/// The only way of a script's host to its desk.
///
/// While Lua runs ticks one after the other the desk is behind: it takes them when somebody wants
/// something of it, and at the end. Whoever asks the door for the desk gets one that has taken the ticks
/// up to the one being handled; there is no other way to it.
struct DeskDoor<Port: DeskPort> {
  private var pointer: UnsafeMutablePointer<Port>?
  /// Whether the desk may be behind: a run is under way whose ticks it has not taken yet.
  private var isBehind = false
  /// Whether the run's ticks were picked out of a batch, so that the script is ahead of others.
  private(set) var isAhead = false
  /// The callbacks so far that asked for something, or began a call: what is allowed to each is counted
  /// anew when this has changed.
  private(set) var callback = 0
  private var script: OpaquePointer?
  private var run = TickRun.none
  private var ticks = UnsafeBufferPointer<Tick>(start: nil, count: 0)
  /// How many ticks of the run the desk has taken.
  private var taken = 0

  /// The desk as of the tick that is being handled; nil while no call of the engine's runs.
  @inline(__always)
  var desk: UnsafeMutablePointer<Port>? {
    mutating get {
      if isBehind { catchUp() }
      return pointer
    }
  }

  /// Units held of a symbol, below zero when short; nil while no call runs.
  ///
  /// The desk may be behind for this one: nothing is filled before it has caught up, and a script that
  /// asks at every tick shall not make it take each by itself.
  @inline(__always)
  mutating func heldQuantity(_ instrument: InstrumentID) -> Int64? {
    pointer?.pointee.heldQuantity(instrument)
  }

  /// The last price of a symbol of which nothing is held; nil when the desk has to be asked.
  ///
  /// The desk may be behind for this one too: the tick that is being handled says it all.
  @inline(__always)
  mutating func flatPrice(of instrument: InstrumentID) -> Price? {
    guard isBehind, !isAhead, let pointer else { return nil }
    let tick = ticks[run.range.lowerBound + handled - 1]
    guard tick.instrument == instrument, pointer.pointee.heldQuantity(instrument) == 0 else {
      return nil
    }
    return tick.ltp
  }

  /// The next callback of a run begins after one that has asked for something.
  mutating func beginCallback() { callback &+= 1 }

  /// Opens for a call that is about no ticks, or about one that the desk has taken.
  @inline(__always)
  mutating func open(to desk: UnsafeMutablePointer<Port>) {
    pointer = desk
    callback &+= 1
  }

  /// Opens for a run of ticks that the desk has not taken.
  @inline(__always)
  mutating func open(
    to desk: UnsafeMutablePointer<Port>, for run: TickRun, of ticks: UnsafeBufferPointer<Tick>,
    in script: OpaquePointer?
  ) {
    open(to: desk)
    self.script = script
    self.run = run
    self.ticks = ticks
    taken = 0
    isBehind = true
    if case .picked = run.places { isAhead = true }
  }

  /// Closes, once the desk has taken the ticks that were done.
  ///
  /// - Returns: How many ticks were done, at least one.
  @inline(__always) @discardableResult
  mutating func close() -> Int {
    defer { pointer = nil }
    guard isBehind else { return 1 }
    let count = handled
    take(upTo: count)
    isBehind = false
    if isAhead {
      isAhead = false
      // The picks are written anew for the next batch, in place if nobody else holds them.
      run = .none
    }
    return count
  }

  /// Ticks of the run up to the one that is being handled.
  @inline(__always)
  private var handled: Int { max(1, Int(sauda_tick_index(script)) + 1) }

  @inline(__always)
  private mutating func catchUp() { take(upTo: handled) }

  private mutating func take(upTo count: Int) {
    guard count > taken, let pointer else { return }
    let first = run.range.lowerBound
    pointer.pointee.take(
      first + taken..<first + count, of: run, in: Span(_unsafeElements: ticks))
    taken = count
    callback &+= 1
  }
}

/// The questions of a port, asked of it in place.
///
/// Asked through a pointer, a question that changes nothing makes the compiler copy the whole desk
/// first, because it cannot know that nobody else writes to it meanwhile. In a mutating method the
/// desk is this call's alone, and is read where it is.
extension DeskPort {
  mutating func seePosition(_ instrument: InstrumentID) -> PositionView { position(instrument) }

  mutating func seeAccount() -> AccountView { account() }

  mutating func seeQuote(_ instrument: InstrumentID) -> (tick: Tick, sequence: Int64)? {
    quote(instrument)
  }

  mutating func seeOrder(at index: Int) -> OrderView? { order(at: index) }

  mutating func seeOrderCount() -> Int { orderCount() }

  mutating func seeListedOrder(from index: Int) -> Int { listedOrder(from: index) }

  mutating func seePendingEntryQuantity(_ instrument: InstrumentID) -> Int64 {
    pendingEntryQuantity(instrument)
  }

  mutating func seePhase(of instrument: InstrumentID) -> SessionPhase { phase(of: instrument) }

  mutating func seeNow() -> EventTime { now() }

  mutating func seeInstrument(_ instrument: InstrumentID) -> Instrument {
    self.instrument(instrument)
  }
}

extension DeskDoor<Desk> {
  /// Whether a stop of this price, in thousand-millionths of a rupee, leaves a position's where it is.
  ///
  /// The desk may be behind: no tick of a run moves a stop.
  @inline(__always)
  mutating func keepsStop(of instrument: InstrumentID, at nanos: Int64) -> Bool {
    pointer?.pointee.keepsStop(of: instrument, at: nanos) ?? false
  }

  /// Whether a callback of a run asked for nothing, and left nothing to do before the next.
  @inline(__always)
  mutating func hasOnlyLooked() -> Bool { pointer?.pointee.hasOnlyLooked() ?? false }
}
