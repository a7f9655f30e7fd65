public import Market

/// What a script may see and ask while one of its callbacks runs.
///
/// The desk itself is one port; a script in a worker process reaches its desk through another. A port
/// trusts nothing it is told: every request is checked where the money is.
public protocol DeskPort {
  /// Checks a request and stages it until the callback returns.
  mutating func place(_ request: OrderRequest) -> OrderTicket
  /// The same for a plain market order of the script: no tag, no protection; `isClose` for `close()`;
  /// asked in a line of the script's own file.
  mutating func placeMarket(
    _ side: OrderSide, _ instrument: InstrumentID, quantity: Int64, isClose: Bool,
    file: borrowing String, line: Int32
  ) -> OrderTicket
  /// Stages the cancellation of a working order, by its place; nil when it will be done.
  mutating func cancel(order index: Int, source: String) -> Denial?
  /// Stages a change of a working order: its limit, its trigger, its new total quantity.
  mutating func modify(
    order index: Int, price: RequestedPrice?, trigger: RequestedPrice?,
    quantity: RequestedQuantity?
  ) -> Denial?
  /// Stages a change of a position's protection.
  mutating func protect(_ instrument: InstrumentID, _ request: ProtectionRequest)
    -> ProtectionVerdict
  /// Stages the removal of a position's protection, its rule included.
  mutating func unprotect(_ instrument: InstrumentID)
  /// A position; flat symbols have one too.
  func position(_ instrument: InstrumentID) -> PositionView
  /// Units held of a symbol, below zero when short.
  ///
  /// It changes nothing; to call it through a pointer must not copy the desk, hence `mutating`.
  mutating func heldQuantity(_ instrument: InstrumentID) -> Int64
  /// Takes ticks of a run, those of a part of its range, which needed nothing but `on_tick`.
  mutating func take(_ range: Range<Int>, of run: TickRun, in ticks: Span<Tick>)
  /// Carries out what a callback asked for in the middle of a run of ticks.
  ///
  /// - Returns: Whether the run may go on: nothing is left to do before the next tick.
  mutating func settle() -> Bool
  /// The account.
  func account() -> AccountView
  /// The last tick and its number in the session; nil before the first.
  func quote(_ instrument: InstrumentID) -> (tick: Tick, sequence: Int64)?
  /// An order by its place in the list; nil when there is none.
  func order(at index: Int) -> OrderView?
  /// How many orders there are.
  func orderCount() -> Int
  /// The place of the next order that a script's list has, at a place or behind it: of orders that have
  /// ended it has the last ``Desk/endedOrdersListed``; at or above ``orderCount()`` there is none.
  func listedOrder(from index: Int) -> Int
  /// Units of working and staged entries of a symbol, below zero for sales.
  func pendingEntryQuantity(_ instrument: InstrumentID) -> Int64
  /// Sets a timer; nil when there are too many.
  mutating func setTimer(_ schedule: TimerSchedule) -> Int32?
  /// Cancels a timer; whether it was still set.
  mutating func cancelTimer(_ id: Int32) -> Bool
  /// The market phase of a symbol; `open` for one outside the calendar.
  func phase(of instrument: InstrumentID) -> SessionPhase
  /// The time of the event that is being handled.
  func now() -> EventTime
  /// The price grid and lot of a symbol.
  func instrument(_ instrument: InstrumentID) -> Instrument
}

extension DeskPort {
  /// A market order like any other request.
  public mutating func placeMarket(
    _ side: OrderSide, _ instrument: InstrumentID, quantity: Int64, isClose: Bool,
    file: borrowing String, line: Int32
  ) -> OrderTicket {
    place(
      OrderRequest(
        side: side, instrument: instrument, quantity: .whole(quantity), source: "\(file):\(line)",
        cancelsRestingExits: isClose))
  }

  /// Units held of a symbol, below zero when short.
  public mutating func heldQuantity(_ instrument: InstrumentID) -> Int64 {
    position(instrument).quantity
  }

  /// A port of few orders lists all of them.
  public func listedOrder(from index: Int) -> Int { index }

  /// A port that carries nothing out ends the run.
  public mutating func settle() -> Bool { false }

  /// A port that keeps no ticks takes none.
  public mutating func take(_ range: Range<Int>, of run: TickRun, in ticks: Span<Tick>) {}
}
