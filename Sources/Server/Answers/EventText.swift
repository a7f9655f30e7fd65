package import Reporting
import Money
import Trading

/// Events in the form of a server-sent stream.
enum EventText {
  /// What a stream begins with: how long a client waits before it comes back.
  static let opening = Array("retry: 2000\n\n".utf8)

  /// The text of a batch of a session's events.
  static func bytes(of batch: EventBatch, session: String) -> [UInt8] {
    switch batch {
    case .silence: return Array(": still here\n\n".utf8)
    case .gap(let number):
      // The id takes the place of the one that the watcher came with.
      let id = EventID(session: session, number: number)
      return Array("id: \(id.text)\nevent: gap\ndata: {}\n\n".utf8)
    case .events(let events):
      var bytes: [UInt8] = []
      for event in events { append(event, session, to: &bytes) }
      return bytes
    }
  }

  private static func append(
    _ event: NumberedEvent, _ session: String, to bytes: inout [UInt8]
  ) {
    if let id = event.id {
      bytes += Array("id: \(EventID(session: session, number: id).text)\n".utf8)
    }
    bytes += Array("event: \(event.event.name)\ndata: ".utf8)
    var json = JSONWriter()
    json.beginObject(layout: .inline)
    write(event.event, to: &json)
    json.end()
    // The object ends in a line feed, and one more ends the event. Strings hold none unescaped.
    bytes += json.take()
    bytes.append(UInt8(ascii: "\n"))
  }

  /// A page of events as the fields of an object.
  static func write(
    _ page: (events: [NumberedEvent], hasOlder: Bool), session: String, to json: inout JSONWriter
  ) {
    let ids = page.events.map { EventID(session: session, number: $0.id ?? 0).text }
    json.beginArray("events", layout: .inline)
    for (event, id) in zip(page.events, ids) {
      json.beginObject(layout: .inline)
      json.field("id", id)
      json.field("event", event.event.name)
      json.beginObject("data", layout: .inline)
      write(event.event, to: &json)
      json.end()
      json.end()
    }
    json.end()
    json.field("count", Int64(page.events.count))
    json.field("next_before", page.hasOlder ? ids.first : nil)
  }

  /// The fields of an event.
  static func write(_ event: SessionEvent, to json: inout JSONWriter) {
    switch event {
    case .quote(let quote):
      json.field("symbol", quote.symbol)
      // Nobody quotes at zero.
      json.field("bid_price", quote.bid > .zero ? quote.bid : nil)
      json.field("ask_price", quote.ask > .zero ? quote.ask : nil)
      json.field("last_price", quote.last)
      json.field("volume", quote.volume)
      json.field("timestamp", quote.time)
    case .order(let order), .fill(let order): json.orderFields(order)
    case .denial(let denial):
      json.field("code", denial.reason)
      json.field("message", denial.detail)
      json.field("side", denial.side.text)
      json.field("symbol", denial.symbol)
      json.field("quantity", denial.quantity)
      json.field("tick", denial.tick)
      json.field("source", denial.source)
    case .mode(let mode): json.field("mode", mode.rawValue)
    case .alert(let alert):
      json.field("level", alert.level)
      json.field("text", alert.text)
      json.field("timestamp", alert.time)
    case .connection(let connection):
      json.field("state", connection.state)
      json.field("detail", connection.detail)
      json.field("timestamp", connection.time)
    }
  }
}

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
