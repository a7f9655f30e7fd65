import Foundation
import Testing
import WireText

@testable import Fyers

/// The recorded cases of the official client, one JSON value a line.
enum Fixtures {
  static func lines(_ name: String) throws -> [JSONValue] {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/rest/\(name)", withExtension: "ndjson"))
    let text = try String(contentsOf: url, encoding: .utf8)
    return try text.split(separator: "\n").map { try BrokerJSON.reply(Array($0.utf8)) }
  }
}
