import Money
import Testing

/// The worked figures of the guide, as far as they are arithmetic on money.
@Suite("reference numbers")
struct ReferenceNumbersTests {
  @Test("buying 100 at 550.00 takes 55,027.50 from 500,000")
  func buy() throws {
    let value = try price("550.00").value(of: 100)
    #expect(value == rupees("55000.00"))
    let commission = try CommissionRate.standard.charge(on: value)
    #expect(commission == rupees("27.50"))
    let cost = try value.adding(commission)
    #expect(cost == rupees("55027.50"))
    #expect(try rupees("500000").subtracting(cost) == rupees("444972.50"))
  }

  @Test("selling the 100 at 549.50 realizes −77.48 and leaves 499,895.02")
  func sell() throws {
    let value = try price("549.50").value(of: 100)
    #expect(value == rupees("54950.00"))
    // 27.475 rounds up to the paisa.
    let commission = try CommissionRate.standard.charge(on: value)
    #expect(commission == rupees("27.48"))
    let proceeds = try value.subtracting(commission)
    #expect(proceeds == rupees("54922.52"))
    let cost = try rupees("55000").share(of: 100, in: 100)
    let realized = try value.subtracting(cost).subtracting(commission)
    #expect(realized == rupees("-77.48"))
    #expect(try rupees("444972.50").adding(proceeds) == rupees("499895.02"))
    let roundTrip = try rupees("-27.50").adding(realized)
    #expect(roundTrip == rupees("-104.98"))
    #expect(try rupees("499895.02").subtracting(rupees("500000")) == roundTrip)
  }

  @Test("the message of a purchase that is too large shows its amounts the Indian way")
  func messages() throws {
    #expect(rupees("55027.50").rupeeText == "₹55,027.50")
    #expect(rupees("50000").rupeeText == "₹50,000.00")
    #expect(rupees("100000").rupeeText == "₹1,00,000.00")
    #expect(rupees("-77.48").rupeeText == "-₹77.48")
    #expect(price("549.75").rupeeText == "₹549.75")
  }
}
