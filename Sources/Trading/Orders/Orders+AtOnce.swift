import Market
import Money

/// Orders that end as they are sent: they never work, so that nothing is to be found among those that do.
extension Orders {
  /// Ends an order that filled whole as it was sent.
  @inline(__always)
  mutating func fillAtOnce(
    _ index: Int, _ approved: borrowing ApprovedOrder, at clock: EventTime
  ) {
    release(approved)
    list[index].move(by: .filled, at: clock)
  }

  /// Ends an order that was refused as it was sent.
  mutating func refuseAtOnce(
    _ update: OrderUpdate, _ approved: borrowing ApprovedOrder, at clock: EventTime
  ) {
    release(approved)
    move(update, at: clock)
  }

  /// Frees what an order holds that never worked.
  @inline(__always)
  private mutating func release(_ approved: borrowing ApprovedOrder) {
    hold(
      approved.instrument, isEntry: approved.isEntry, cash: -approved.hold.micros,
      units: -approved.quantity)
  }
}
