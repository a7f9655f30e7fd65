import Market
import Money

@testable import Trading

/// A desk that approves what it is told to and remembers what it was asked.
struct FakeDesk: DeskPort {
  var requests: [OrderRequest] = []
  var protections: [(InstrumentID, ProtectionRequest)] = []
  var unprotected: [InstrumentID] = []
  var cancelled: [Int] = []
  var modified: [(Int, RequestedPrice?, RequestedPrice?, RequestedQuantity?)] = []
  var timers: [TimerSchedule] = []
  var cancelledTimers: [Int32] = []
  /// Denies requests; nil approves them.
  var denial: Denial?
  /// Calls requests nonsense.
  var misuse: String?
  var positions: [InstrumentID: PositionView] = [:]
  var pendingQuantities: [InstrumentID: Int64] = [:]
  var orders: [OrderView] = []
  var quotes: [InstrumentID: (tick: Tick, sequence: Int64)] = [:]
  var instruments: InstrumentTable
  var time = EventTime(milliseconds: 1_736_135_400_000)
  var timersAtMost = 10_000
  var view = AccountView(
    cash: Amount(rupees: 1_000), free: Amount(rupees: 900), equity: Amount(rupees: 1_100),
    realized: Amount(micros: -1_500_000), unrealized: Amount(micros: 250_000),
    commission: Amount(micros: 27_500_000))

  init(instruments: InstrumentTable) { self.instruments = instruments }

  mutating func place(_ request: OrderRequest) -> OrderTicket {
    requests.append(request)
    if let misuse { return .misuse(misuse) }
    if let denial { return .denied(denial) }
    let number = Int32(orders.count + 1)
    orders.append(
      OrderView(
        number: number, side: request.side, instrument: request.instrument,
        quantity: request.quantity.wholeNumber ?? 0, filled: 0, value: .zero, commission: .zero,
        realized: .zero, type: request.type, status: .pending, isEntry: request.side == .buy,
        failure: nil, reason: "script", detail: "", tag: request.tag, source: request.source,
        time: time))
    return .approved(index: orders.count - 1, number: number)
  }

  mutating func cancel(order index: Int, source: String) -> Denial? {
    cancelled.append(index)
    return denial
  }

  mutating func modify(
    order index: Int, price: RequestedPrice?, trigger: RequestedPrice?,
    quantity: RequestedQuantity?
  ) -> Denial? {
    modified.append((index, price, trigger, quantity))
    return denial
  }

  mutating func protect(_ instrument: InstrumentID, _ request: ProtectionRequest)
    -> ProtectionVerdict
  {
    protections.append((instrument, request))
    if let misuse { return .misuse(misuse) }
    return denial.map { .denied($0) } ?? .accepted
  }

  mutating func unprotect(_ instrument: InstrumentID) { unprotected.append(instrument) }

  func position(_ instrument: InstrumentID) -> PositionView {
    positions[instrument] ?? PositionView(instrument: instrument)
  }

  func account() -> AccountView { view }

  func quote(_ instrument: InstrumentID) -> (tick: Tick, sequence: Int64)? { quotes[instrument] }

  func order(at index: Int) -> OrderView? {
    orders.indices.contains(index) ? orders[index] : nil
  }

  func orderCount() -> Int { orders.count }

  func pendingEntryQuantity(_ instrument: InstrumentID) -> Int64 {
    pendingQuantities[instrument] ?? 0
  }

  mutating func setTimer(_ schedule: TimerSchedule) -> Int32? {
    guard timers.count < timersAtMost else { return nil }
    timers.append(schedule)
    return Int32(timers.count) + 99
  }

  mutating func cancelTimer(_ id: Int32) -> Bool {
    cancelledTimers.append(id)
    return true
  }

  func phase(of instrument: InstrumentID) -> SessionPhase { .open }

  func now() -> EventTime { time }

  func instrument(_ instrument: InstrumentID) -> Instrument { instruments[instrument] }
}
