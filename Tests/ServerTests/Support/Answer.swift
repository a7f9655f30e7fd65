import WireText

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
  var json: AnswerJSON {
    do {
      return AnswerJSON(value: try JSONReader.read(Array(body.utf8)))
    } catch {
      return AnswerJSON(value: .string("no JSON: \(error) in \(body)"))
    }
  }

  var message: String { json["message"].text }
  var code: String { json["code"].text }
}

/// A value of an answer; what an answer lacks is null.
struct AnswerJSON: Equatable {
  var value: JSONValue

  static let null = AnswerJSON(value: .null)
  static func bool(_ value: Bool) -> AnswerJSON { AnswerJSON(value: .bool(value)) }
  static func number(_ text: String) -> AnswerJSON { AnswerJSON(value: .number(text)) }

  /// A member; null when there is none.
  subscript(key: String) -> AnswerJSON { AnswerJSON(value: value[key] ?? .null) }

  /// The text of a string or number; `?` for anything else.
  var text: String { value.text ?? "?" }

  /// The elements of a list; none for anything else.
  var list: [AnswerJSON] { (value.array ?? []).map { AnswerJSON(value: $0) } }

  var count: Int { value.array?.count ?? value.object?.members.count ?? -1 }

  var keys: [String] { value.object?.members.map(\.key) ?? [] }
}
