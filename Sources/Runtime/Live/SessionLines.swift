import Market
import Reporting
import Server
import Trading

/// What happens in a session, one line an event: for people on stderr, or as JSON on stdout.
final class SessionLines {
  private let isJSON: Bool
  private let printer: LinePrinter

  /// A voice of a session.
  init(isJSON: Bool, printer: LinePrinter) {
    self.isJSON = isJSON
    self.printer = printer
  }

  /// Says an event; prices are for tables, not for lines.
  func say(_ event: SessionEvent, at time: EventTime) {
    if isJSON {
      printer.write(EventLine.bytes(of: event), to: .output)
      return
    }
    guard let (level, text) = Self.sentence(of: event) else { return }
    printer.write(LogLine(time: time, level: level, name: "sauda", text: text).bytes, to: .error)
  }

  private static func sentence(of event: SessionEvent) -> (LogLevel, String)? {
    switch event {
    case .fill(let order):
      let price = order.executedPrice.map { " @ ₹\($0)" } ?? ""
      return (
        .info,
        "\(order.side.text) \(order.quantity) \(order.symbol)\(price) \(order.orderID) "
          + "(\(order.reason))"
      )
    case .denial(let denial):
      let quantity = denial.quantity.map { " \($0)" } ?? ""
      return (
        .warn,
        "denied \(denial.reason): \(denial.side.text)\(quantity) \(denial.symbol) \(denial.detail)"
      )
    case .mode(let mode): return (.warn, "mode \(mode.rawValue)")
    case .connection(let connection): return (.info, "feed \(connection.state)")
    case .quote, .order, .alert: return nil
    }
  }

  /// The last line of a session as JSON.
  static func summary(of report: SessionReport, recording: String?) -> [UInt8] {
    EventLine.summary(of: report, recording: recording)
  }
}
