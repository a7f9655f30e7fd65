import Fyers
import Testing

@Suite("The engine of the decode verb")
struct FeedCaseDecoderTests {
  @Test("lines go in and come out in order, blank ones skipped")
  func lines() throws {
    var results: [String] = []
    try FeedCaseDecoder(isCompatible: true).decode(
      lines: [#"{"name":"a","frames_b64":["AAYMAQEAAUs="]}"#, "", #"{"name":"b","frames_b64":[]}"#]
    ) { results.append($0) }
    #expect(
      results == [
        #"{"name": "a", "messages": [{"type": "ful", "code": 200, "#
          + #""message": "Full Mode On", "s": "ok"}], "errors": []}"#,
        #"{"name": "b", "messages": [], "errors": []}"#,
      ])
  }

  @Test(
    "a line that is no case is named with its number",
    arguments: [
      "", "5", "{}", #"{"name":1,"frames_b64":[]}"#, #"{"name":"a"}"#,
      #"{"name":"a","frames_b64":["?"]}"#, #"{"name":"a","frames_b64":[],"mode":"both"}"#,
      #"{"name":"a","frames_b64":[],"symbols":[]}"#,
      #"{"name":"a","frames_b64":[],"symbols":{"t":1}}"#,
      #"{"name":"a","frames_b64":[],"client_actions":[{}]}"#,
    ])
  func malformed(line: String) throws {
    let lines = [#"{"name":"ok","frames_b64":[]}"#, line.isEmpty ? "{" : line]
    #expect {
      try FeedCaseDecoder(isCompatible: false).decode(lines: lines) { _ in }
    } throws: { error in
      guard case .malformedLine(2, _)? = error as? FeedCaseError else { return false }
      return true
    }
  }

  @Test("damage is listed in the plain mode only")
  func faults() throws {
    let line = #"{"name":"a","frames_b64":["AAA="]}"#
    let plain = try FeedCaseDecoder(isCompatible: false).decode(line: line)
    let compatible = try FeedCaseDecoder(isCompatible: true).decode(line: line)
    #expect(compatible == #"{"name": "a", "messages": [], "errors": []}"#)
    let faults = #"["data frame: expected a whole frame of type 0, it was cut short"]"#
    #expect(plain == #"{"name": "a", "messages": [], "errors": [], "faults": \#(faults)}"#)
  }
}
