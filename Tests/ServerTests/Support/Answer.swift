@testable import Server

/// An HTTP answer.
struct Answer {
  var status: Int
  var headers: [String: String] = [:]
  var body = ""

  init(head: String) throws {
    let lines = head.split(whereSeparator: \.isNewline)
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count >= 2, let status = Int(words[1]) else {
      throw Connection.Failure(description: "no status line: \(head)")
    }
    self.status = status
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
    }
  }

  /// The body as JSON.
  var json: JSONNode {
    do {
      return try JSONReader.read(Array(body.utf8))
    } catch {
      return .string("no JSON: \(error) in \(body)")
    }
  }

  var message: String { json["message"].text }
  var code: String { json["code"].text }
}

extension JSONNode {
  /// A member; null when there is none.
  subscript(key: String) -> JSONNode {
    guard case .object(let members) = self else { return .null }
    return members.first { $0.key == key }?.value ?? .null
  }

  /// The text of a string or number; `?` for anything else.
  var text: String {
    switch self {
    case .string(let text), .number(let text): text
    default: "?"
    }
  }

  var count: Int {
    switch self {
    case .array(let values): values.count
    case .object(let members): members.count
    default: -1
    }
  }

  var keys: [String] {
    guard case .object(let members) = self else { return [] }
    return members.map(\.key)
  }
}
