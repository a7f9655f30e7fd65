import Market
import Trading

/// A desk that notes how many ticks it has taken whenever something is asked of it.
struct WatchedDesk: DeskPort {
  /// What happened, kept outside the struct because a desk that is only read cannot write.
  final class Log {
    /// Ticks taken so far.
    var taken = 0
    /// That number at each question, in order.
    var atQuestions: [Int] = []
  }

  let log = Log()
  private var desk: FakeDesk

  init(instruments: InstrumentTable) { desk = FakeDesk(instruments: instruments) }

  /// The desk behind it, for a question that is noted.
  private var asked: FakeDesk {
    get {
      log.atQuestions.append(log.taken)
      return desk
    }
    set { desk = newValue }
  }

  mutating func take(_ range: Range<Int>, of run: TickRun, in ticks: Span<Tick>) {
    log.taken += range.count
    if let last = range.last { desk.time = ticks[run[last].place].time }
  }

  mutating func settle() -> Bool {
    log.atQuestions.append(log.taken)
    return true
  }

  mutating func place(_ request: OrderRequest) -> OrderTicket { asked.place(request) }

  mutating func cancel(order index: Int, source: String) -> Denial? {
    asked.cancel(order: index, source: source)
  }

  mutating func modify(
    order index: Int, price: RequestedPrice?, trigger: RequestedPrice?,
    quantity: RequestedQuantity?
  ) -> Denial? {
    asked.modify(order: index, price: price, trigger: trigger, quantity: quantity)
  }

  mutating func protect(_ instrument: InstrumentID, _ request: ProtectionRequest)
    -> ProtectionVerdict
  { asked.protect(instrument, request) }

  mutating func unprotect(_ instrument: InstrumentID) { asked.unprotect(instrument) }

  func position(_ instrument: InstrumentID) -> PositionView { asked.position(instrument) }

  /// Not noted: it may be asked of a desk that is behind.
  mutating func heldQuantity(_ instrument: InstrumentID) -> Int64 {
    desk.position(instrument).quantity
  }

  func account() -> AccountView { asked.account() }

  func quote(_ instrument: InstrumentID) -> (tick: Tick, sequence: Int64)? {
    asked.quote(instrument)
  }

  func order(at index: Int) -> OrderView? { asked.order(at: index) }

  func orderCount() -> Int { asked.orderCount() }

  func pendingEntryQuantity(_ instrument: InstrumentID) -> Int64 {
    asked.pendingEntryQuantity(instrument)
  }

  mutating func setTimer(_ schedule: TimerSchedule) -> Int32? { asked.setTimer(schedule) }

  mutating func cancelTimer(_ id: Int32) -> Bool { asked.cancelTimer(id) }

  func phase(of instrument: InstrumentID) -> SessionPhase { asked.phase(of: instrument) }

  func now() -> EventTime { asked.now() }

  func instrument(_ instrument: InstrumentID) -> Instrument { asked.instrument(instrument) }
}
