package import Reporting
import Trading

/// Events of a session as lines of JSON, with the fields of the server-sent stream.
package enum EventLine {
  /// One event as an object on a line of its own.
  package static func bytes(of event: SessionEvent) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject(layout: .inline)
    json.field("event", event.name)
    EventText.write(event, to: &json)
    json.end()
    return json.take()
  }

  /// The last line of a session: its account, its hash and where it was recorded.
  package static func summary(of report: SessionReport, recording: String?) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject(layout: .inline)
    json.field("event", "summary")
    json.field("mode", report.mode.rawValue)
    json.field("ticks", report.feed.ticks)
    json.field("wallet_balance", report.account.walletBalance)
    json.field("portfolio_value", report.account.portfolioValue)
    json.field("total_pnl", report.account.totalPnL)
    json.field("order_count", report.account.orderCount)
    json.field("active_positions_count", report.account.activePositionsCount)
    json.field("decision_hash", report.decisionHash)
    json.field("recording", recording)
    json.end()
    return json.take()
  }
}
