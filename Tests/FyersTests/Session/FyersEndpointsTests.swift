import Testing

@testable import Fyers

@Suite("Where the broker is")
struct FyersEndpointsTests {
  @Test(
    "a simulator on this machine is accepted in all its spellings",
    arguments: [
      ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
      ("http://127.0.0.1:9000/", "http://127.0.0.1:9000"),
      ("http://127.0.0.1:9000/api/v3", "http://127.0.0.1:9000"),
      ("http://localhost:9000", "http://127.0.0.1:9000"),
      ("http://[::1]:9000", "http://[::1]:9000"),
    ])
  func loopback(url: String, root: String) throws {
    let endpoints = try FyersEndpoints(loopbackURL: url)
    #expect(endpoints.trading == root + "/api/v3")
    #expect(endpoints.data == root + "/data")
    #expect(endpoints.dataSocket.path == "/hsm/v1-5/prod")
    #expect(endpoints.orderSocket.path == "/trade/v3")
    #expect(!endpoints.dataSocket.isSecure)
    #expect(endpoints.isLoopback)
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", "http://", "127.0.0.1:9000", "https://127.0.0.1:9000", "http://127.0.0.1",
      "http://127.0.0.1:0", "http://127.0.0.1:65536", "http://127.0.0.1:90x", "http://127.0.0.2:80",
      "http://127.0.0.1.evil.com:80", "http://127.0.0.1:80@evil.com", "http://evil.com:80",
      "http://user@127.0.0.1:80", "http://0.0.0.0:80", "http://127.0.0.1:9000/other@x",
      "http://127.0.0.1:9000\\@evil.com", "http://127.0.0.1:9000#x", "ws://127.0.0.1:9000",
      "http://localhost.evil.com:80", "http://[::2]:80", "http://127.0.0.1:9000 ",
      "http://127.0.0.1:+80",
    ])
  func refused(url: String) {
    #expect(throws: FyersError.self) { try FyersEndpoints(loopbackURL: url) }
  }

  @Test("a told depth socket must belong to the broker, or to this machine with a simulator")
  func depthSocket() throws {
    let live = FyersEndpoints.production
    #expect(live.depthSocket(told: "wss://rtsocket-api.fyers.in/versova")?.port == 443)
    #expect(live.depthSocket(told: "wss://a.fyers.in:8443/x")?.port == 8_443)
    for url in [
      "ws://rtsocket-api.fyers.in/x", "wss://evil.com/x", "wss://fyers.in.evil.com/",
      "wss://evil.com/.fyers.in", "wss://x@a.fyers.in/", "wss://127.0.0.1:1/",
      "wss://evilfyers.in/",
    ] { #expect(live.depthSocket(told: url) == nil, "\(url)") }
    let simulated = try FyersEndpoints(loopbackURL: "http://127.0.0.1:9000")
    #expect(simulated.depthSocket(told: "ws://127.0.0.1:9000/versova") != nil)
    #expect(simulated.depthSocket(told: "wss://rtsocket-api.fyers.in/versova") == nil)
  }
}
