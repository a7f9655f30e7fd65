import Foundation
import Fyers
import Testing
import WireText

/// The recorded behaviour of the official client, as fixtures (Fixtures/README.md).
enum Golden {
  /// One line of a fixture.
  struct Line: Sendable, CustomTestStringConvertible {
    let name: String
    let json: JSONValue
    let text: String

    var testDescription: String { name }
  }

  /// The lines of a fixture; an empty list when it cannot be read, which the tests count.
  static func lines(_ fixture: String) -> [Line] {
    guard
      let url = Bundle.module.url(
        forResource: fixture, withExtension: "ndjson", subdirectory: "Fixtures"),
      let text = try? String(contentsOf: url, encoding: .utf8)
    else { return [] }
    return text.split(separator: "\n").compactMap { line in
      guard let json = try? BrokerJSON.message(String(line)), let name = json["name"]?.string else {
        return nil
      }
      return Line(name: name, json: json, text: String(line))
    }
  }

  /// The data-socket cases of the sheet.
  static let feed = lines("dev")
  /// More data-socket cases, made at random and answered by the official client.
  static let random = lines("random")
  /// What the official client sends.
  static let requests = lines("client_requests")
  /// The order socket.
  static let orders = lines("order_ws_dev")
  /// The tick-by-tick socket.
  static let depth = lines("tbt_dev")

  /// The bytes of a base64 field.
  static func bytes(_ json: JSONValue?) -> [UInt8] {
    Array(Data(base64Encoded: json?.string ?? "") ?? Data())
  }
}
