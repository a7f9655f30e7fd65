# lint: allow length, because this is one program from elsewhere, kept as it came
#
# Provenance: the driver of the project's notes on the FYERS protocol, unchanged below this heading. It
# runs the official client (fyers-apiv3 3.2.0 of PyPI) and contains none of it.
"""Drives the OFFICIAL fyers-apiv3 client (REST model, data socket, order socket) against any loopback server and
prints one JSON line per step. Exit status 0 when every step passed.

  drive_official.py --rest-base http://127.0.0.1:8080 --data-ws ws://127.0.0.1:8080/hsm/v1-5/prod \
                    --order-ws ws://127.0.0.1:8080/trade/v3 [--login] [--token JWT] [--ticks 20] [--skip step,step]

--rest-base may be the root, or end in /api/v3; the data API is looked for at <root>/data.
Nothing here talks to the internet: every URL constant of the package is replaced first.
"""
import argparse, base64, copy, json, os, sys, tempfile, threading, time, types, urllib.parse, warnings
warnings.simplefilter("ignore")

ap = argparse.ArgumentParser()
ap.add_argument("--rest-base", required=True)
ap.add_argument("--data-ws", required=True)
ap.add_argument("--order-ws", required=True)
ap.add_argument("--index-map-url", help="default <root>/sym_details/index_hsm_mapping.json (a 404 there makes the client use its bundled table)")
ap.add_argument("--app-id", default="XC4EOD67IM-100")
ap.add_argument("--secret", default="SECRET77")
ap.add_argument("--redirect-uri", default="http://127.0.0.1/cb")
ap.add_argument("--token", help="access token (JWT); default: minted here with hsm_key and exp")
ap.add_argument("--login", action="store_true", help="get the token from the server: generate-authcode redirect, then validate-authcode")
ap.add_argument("--symbol", default="NSE:SBIN-EQ")
ap.add_argument("--index", default="NSE:NIFTY50-INDEX")
ap.add_argument("--product", default="INTRADAY")
ap.add_argument("--qty", type=int, default=1)
ap.add_argument("--ticks", type=int, default=20, help="ticks to wait for in full mode (and half of it in lite)")
ap.add_argument("--timeout", type=float, default=20)
ap.add_argument("--fast", type=float, default=1.0, help="scale of the client's own sleeps, e.g. 0.2 (also shortens its 10 s ping period)")
ap.add_argument("--skip", default="", help="comma separated step names or prefixes")
ap.add_argument("--no-orders", action="store_true")
ap.add_argument("--drop-url", help="POST here makes the server drop the data socket; enables the reconnect step")
ap.add_argument("--check-rate-limit", action="store_true", help="burst until HTTP 429 / code -429")
ap.add_argument("--allow-index-tail-bug", action="store_true", help="tolerate int type/symbol in index updates (8-field tail, official bug)")
ap.add_argument("--verbose", action="store_true")
A = ap.parse_args()

root = A.rest_base.rstrip("/")
if root.endswith("/api/v3"):
    root = root[:-7]
for u in (root, A.data_ws, A.order_ws, A.index_map_url or root, A.drop_url or root):
    h = urllib.parse.urlparse(u).hostname
    if h not in ("127.0.0.1", "localhost", "::1"):
        sys.exit(f"refusing a non-loopback address: {u}")

import requests  # noqa: E402
_req = requests.sessions.Session.request
requests.sessions.Session.request = lambda self, *a, **k: _req(self, *a, **{"timeout": A.timeout, **k})
from fyers_apiv3 import fyersModel  # noqa: E402
from fyers_apiv3.FyersWebsocket import data_ws, order_ws, defines  # noqa: E402

fyersModel.Config.API, fyersModel.Config.DATA_API = root + "/api/v3", root + "/data"
defines.INDEX_HSM_MAPPING_API = A.index_map_url or root + "/sym_details/index_hsm_mapping.json"
_sc = data_ws.SymbolConversion.__init__


def _sc_init(self, *a, **k):
    _sc(self, *a, **k)
    self.symbols_token_api = root + "/data/symbol-token"


data_ws.SymbolConversion.__init__ = _sc_init
quiet = lambda *a, **k: None
data_ws.print = order_ws.print = fyersModel.print = quiet
shim = types.SimpleNamespace(time=time.time, sleep=lambda s: time.sleep(s * A.fast))
data_ws.time = order_ws.time = shim
LOG = tempfile.mkdtemp(prefix="fyers-drive-")

passed = failed = 0
SKIP = [s for s in A.skip.split(",") if s]


class Fail(Exception):
    pass


def need(cond, msg):
    if not cond:
        raise Fail(msg)


def step(name, fn, *a):
    global passed, failed
    if any(name == s or name.startswith(s + ".") for s in SKIP):
        print(json.dumps({"step": name, "ok": None, "skipped": True}), flush=True)
        return None
    t = time.time()
    out, err = None, None
    try:
        out = fn(*a)
    except Fail as e:
        err = str(e)
    except Exception as e:  # noqa: BLE001
        err = f"{type(e).__name__}: {e}"
    ok = err is None
    passed, failed = passed + ok, failed + (not ok)
    line = {"step": name, "ok": ok, "ms": round((time.time() - t) * 1000)}
    if err:
        line["error"] = err[:600]
    if out is not None:
        line["detail"] = out
    print(json.dumps(line, default=str), flush=True)
    return out


def wait(pred, timeout=None, what="condition"):
    t = time.time()
    while time.time() - t < (timeout or A.timeout):
        r = pred()
        if r:
            return r
        time.sleep(0.02)
    raise Fail("timeout waiting for " + what)


def ok(r, code=None):
    need(isinstance(r, dict), f"not an object: {r!r}")
    need(r.get("s") == "ok", f"s is {r.get('s')!r}: {json.dumps(r, default=str)[:300]}")
    if code is not None:
        need(r.get("code") in (code if isinstance(code, (list, tuple)) else [code]), f"code {r.get('code')} wanted {code}")
    return r


NUM, INT, STR, BOOL = (int, float), (int,), (str,), (bool,)


def fields(o, spec, where):
    for k, t in spec.items():
        need(k in o, f"{where}: field {k} missing (has {sorted(o)})")
        v = o[k]
        need(isinstance(v, t) and not (t is not BOOL and isinstance(v, bool)), f"{where}: {k}={v!r} is {type(v).__name__}")


def mint():
    e = lambda o: base64.urlsafe_b64encode(json.dumps(o, separators=(",", ":")).encode()).decode().rstrip("=")
    now = int(time.time())
    return e({"alg": "HS256", "typ": "JWT"}) + "." + e({"iss": "api.fyers.in", "iat": now, "exp": now + 36000, "nbf": now, "sub": "access_token", "fy_id": "XX00000", "appType": 100, "hsm_key": "ab" * 28}) + ".c2ln"


# ------------------------------------------------------------------ login
def session():
    return fyersModel.SessionModel(client_id=A.app_id, secret_key=A.secret, redirect_uri=A.redirect_uri, response_type="code", grant_type="authorization_code", state="st-1")


def s_authurl():
    u = urllib.parse.urlparse(session().generate_authcode())
    q = dict(urllib.parse.parse_qsl(u.query))
    need(q == {"client_id": A.app_id, "redirect_uri": A.redirect_uri, "response_type": "code", "state": "st-1"}, f"query {q}")
    return u.path


def s_login():
    r = requests.get(session().generate_authcode(), allow_redirects=False)
    code = state = None
    if "Location" in r.headers:
        q = dict(urllib.parse.parse_qsl(urllib.parse.urlparse(r.headers["Location"]).query))
        code, state = q.get("auth_code"), q.get("state")
    else:
        j = r.json()
        code, state = j.get("auth_code"), j.get("state", "st-1")
    need(code, f"no auth_code in reply {r.status_code} {r.headers.get('Location')}")
    need(state == "st-1", f"state came back as {state!r}")
    s = session()
    s.set_token(code)
    j = ok(s.generate_token(), 200)
    fields(j, {"access_token": STR}, "validate-authcode")
    p = j["access_token"].split(".")
    need(len(p) == 3, "access token is not a JWT")
    c = json.loads(base64.urlsafe_b64decode(p[1] + "==="))
    fields(c, {"hsm_key": STR, "exp": INT}, "JWT payload")
    need(c["exp"] > time.time(), "token already expired")
    A.token = j["access_token"]
    bad = session()
    bad.set_token("wrong-code")
    need(bad.generate_token().get("s") == "error", "a wrong auth code was accepted")
    return {"claims": sorted(c), "has_refresh": "refresh_token" in j}


step("auth.authcode_url", s_authurl)
if A.login:
    step("auth.login", s_login)
TOKEN = A.token or mint()
FULL = TOKEN if ":" in TOKEN else f"{A.app_id}:{TOKEN}"
BARE = FULL.split(":", 1)[1]
M = fyersModel.FyersModel(client_id=A.app_id, token=BARE, is_async=False, log_path=LOG, log_level="CRITICAL")
SYM, IDX = A.symbol, A.index
REF = {}


# ------------------------------------------------------------------ REST reads
def s_profile():
    r = ok(M.get_profile(), 200)
    fields(r.get("data", {}), {"fy_id": STR, "name": STR}, "profile.data")
    return {"fy_id": r["data"]["fy_id"]}


def s_funds():
    r = ok(M.funds(), 200)
    need(isinstance(r.get("fund_limit"), list) and r["fund_limit"], "fund_limit empty")
    for f in r["fund_limit"]:
        fields(f, {"id": INT, "title": STR, "equityAmount": NUM, "commodityAmount": NUM}, "fund_limit[]")
    ids = sorted(f["id"] for f in r["fund_limit"])
    need(ids == list(range(1, 11)), f"ids {ids}")
    return {f["title"]: f["equityAmount"] for f in r["fund_limit"] if f["id"] in (1, 10)}


def s_mstatus():
    r = ok(M.market_status(), 200)
    for x in r["marketStatus"]:
        fields(x, {"exchange": INT, "segment": INT, "market_type": STR, "status": STR}, "marketStatus[]")
    return len(r["marketStatus"])


QV = {"ch": NUM, "chp": NUM, "lp": NUM, "spread": NUM, "ask": NUM, "bid": NUM, "open_price": NUM, "high_price": NUM, "low_price": NUM, "prev_close_price": NUM, "volume": INT, "short_name": STR, "exchange": STR,
      "description": STR, "original_name": STR, "symbol": STR, "fyToken": STR, "tt": (str, int)}


def s_quotes():
    r = ok(M.quotes({"symbols": f"{SYM},{IDX}"}), 200)
    d = {x["n"]: x for x in r["d"]}
    for s in (SYM, IDX):
        need(s in d and d[s]["s"] == "ok", f"{s} missing")
        fields(d[s]["v"], QV, "quotes.v")
        REF[s] = d[s]["v"]
    return {s: REF[s]["lp"] for s in (SYM, IDX)}


def s_depth():
    r = ok(M.depth({"symbol": SYM, "ohlcv_flag": "1"}))
    d = r["d"][SYM]
    fields(d, {"totalbuyqty": INT, "totalsellqty": INT, "ltp": NUM, "o": NUM, "h": NUM, "l": NUM, "c": NUM, "v": INT, "ltt": INT, "lower_ckt": NUM, "upper_ckt": NUM, "tick_Size": NUM}, "depth")
    for side in ("bids", "ask"):
        need(len(d[side]) == 5, f"{side} has {len(d[side])} levels")
        for lv in d[side]:
            fields(lv, {"price": NUM, "volume": INT, "ord": INT}, side)
    need(d["bids"][0]["price"] < d["ask"][0]["price"], "crossed book")
    REF["tick"] = d["tick_Size"]


def s_history():
    to = time.strftime("%Y-%m-%d")
    fr = time.strftime("%Y-%m-%d", time.localtime(time.time() - 5 * 86400))
    r = ok(M.history({"symbol": SYM, "resolution": "5", "date_format": "1", "range_from": fr, "range_to": to, "cont_flag": "1"}))
    c = r["candles"]
    need(c and all(len(x) >= 6 for x in c), f"candles {str(c)[:100]}")
    need(all(a[0] < b[0] for a, b in zip(c, c[1:])), "candles not ascending")
    for t, o, h, l, cl, v in (x[:6] for x in c):
        need(l <= min(o, cl) and h >= max(o, cl), f"bad candle at {t}")
    return len(c)


def s_books():
    h = ok(M.holdings(), 200); need(isinstance(h["holdings"], list) and "overall" in h, "holdings shape")
    p = ok(M.positions(), 200); need(isinstance(p["netPositions"], list) and "overall" in p, "positions shape")
    o = ok(M.orderbook(), 200); need(isinstance(o["orderBook"], list), "orderBook shape")
    t = ok(M.tradebook(), 200); need(isinstance(t["tradeBook"], list), "tradeBook shape")
    return {"holdings": len(h["holdings"]), "positions": len(p["netPositions"]), "orders": len(o["orderBook"]), "trades": len(t["tradeBook"])}


def s_badtoken():
    m = fyersModel.FyersModel(client_id=A.app_id, token="bad.token.x", log_path=LOG, log_level="CRITICAL")
    out = {}
    for n in ("get_profile", "funds", "orderbook"):
        r = getattr(m, n)()
        need(r.get("s") == "error" and r.get("code") in (-8, -15, -16, -17), f"{n}: {r}")
        out[n] = r["code"]
    return out


step("rest.profile", s_profile)
step("rest.funds", s_funds)
step("rest.market_status", s_mstatus)
step("rest.quotes", s_quotes)
step("rest.depth", s_depth)
step("rest.history", s_history)
step("rest.books", s_books)
step("rest.bad_token", s_badtoken)


# ------------------------------------------------------------------ data socket
class Feed:
    def __init__(self, lite, reconnect=False, on_connect=None):
        data_ws.FyersDataSocket._instance = None
        self.msgs, self.errs, self.closed, self.opened = [], [], [], []
        self.ws = data_ws.FyersDataSocket(access_token=FULL, log_path=LOG, litemode=lite, reconnect=reconnect, on_message=lambda m: self.msgs.append(copy.deepcopy(m)),
                                          on_error=lambda m: self.errs.append(copy.deepcopy(m) if isinstance(m, dict) else f"{type(m).__name__}: {m}"),
                                          on_close=self.closed.append, on_connect=lambda: (self.opened.append(1), on_connect and on_connect(self)))
        self.ws._FyersDataSocket__url = A.data_ws

    def ctl(self, typ):
        return [m for m in self.msgs if m.get("type") == typ and "code" in m]

    def ticks(self, typ=None, sym=None):
        return [m for m in list(self.msgs) if "code" not in m and (typ is None or m.get("type") == typ) and (sym is None or m.get("symbol") == sym)]


SFK = {"ltp": NUM, "vol_traded_today": INT, "last_traded_time": INT, "exch_feed_time": INT, "bid_size": INT, "ask_size": INT, "bid_price": NUM, "ask_price": NUM, "last_traded_qty": INT, "tot_buy_qty": INT, "tot_sell_qty": INT,
       "avg_trade_price": NUM, "low_price": NUM, "high_price": NUM, "lower_ckt": INT, "upper_ckt": INT, "open_price": NUM, "prev_close_price": NUM, "type": STR, "symbol": STR, "ch": NUM, "chp": NUM}
IFK = {"ltp": NUM, "prev_close_price": NUM, "exch_feed_time": INT, "high_price": NUM, "low_price": NUM, "open_price": NUM, "type": STR, "symbol": STR, "ch": NUM, "chp": NUM}
F = {}


def s_connect(key, lite):
    f = F[key] = Feed(lite)
    f.ws.connect()
    wait(lambda: f.ctl("cn"), what="auth ack")
    c = wait(lambda: f.ctl("lit" if lite else "ful"), what="mode ack")[0]
    need(f.ctl("cn")[0]["code"] == 200 and c["code"] == 200, "codes")
    need(not f.errs, f"errors {f.errs}")
    return [m["message"] for m in f.msgs[:2]]


def s_sub_full():
    f = F["full"]
    f.ws.subscribe(symbols=[SYM, IDX], data_type="SymbolUpdate")
    wait(lambda: f.ctl("sub"), what="subscribe ack")
    wait(lambda: f.ticks("sf", SYM), what="scrip snapshot")
    wait(lambda: f.ticks("if", IDX), what="index snapshot")
    wait(lambda: len(f.ticks()) >= A.ticks, what=f"{A.ticks} ticks")
    wait(lambda: len(f.ticks("sf", SYM)) > 1 and len([t for t in f.ticks() if t.get("symbol") == IDX]) > 1, what="updates of both")
    for t in f.ticks("sf"):
        fields(t, SFK, "sf tick")
        need(set(t) == set(SFK), f"sf keys differ: {set(t) ^ set(SFK)}")
        need(t["low_price"] <= t["ltp"] <= t["high_price"], f"ltp outside day range {t}")
        need(round(t["ltp"] - t["prev_close_price"], 4) == t["ch"], "ch")
        need(t["lower_ckt"] == 0 and t["upper_ckt"] == 0, "circuits are always 0 from the official client")
    for t in f.ticks("if"):
        fields(t, IFK, "if tick")
    odd = [t for t in f.ticks() if t.get("type") not in ("sf", "if", "dp") or not isinstance(t.get("symbol"), str)]
    need(A.allow_index_tail_bug or not odd, f"tick with overwritten type/symbol (index update tail): {odd[:1]}")
    if SYM in REF:
        need(abs(f.ticks("sf", SYM)[-1]["ltp"] / REF[SYM]["lp"] - 1) < 0.2, "socket and REST prices are far apart")
    v = [t["vol_traded_today"] for t in f.ticks("sf", SYM)]
    need(all(a <= b for a, b in zip(v, v[1:])), "volume went down")
    return {"ticks": len(f.ticks()), "sf": len(f.ticks("sf")), "if": len(f.ticks("if")), "last": f.ticks("sf", SYM)[-1]["ltp"]}


def s_unsub():
    f = F["full"]
    n0 = len(f.ctl("unsub"))
    f.ws.unsubscribe(symbols=[SYM], data_type="SymbolUpdate")
    wait(lambda: len(f.ctl("unsub")) > n0, what="unsubscribe ack")
    time.sleep(0.3)
    n = len(f.ticks("sf", SYM))
    i = len(f.ticks("if"))
    wait(lambda: len(f.ticks("if")) > i + 2, what="index still ticking")
    need(len(f.ticks("sf", SYM)) == n, "scrip still ticking after unsubscribe")


def s_depth_ws():
    f = F["full"]
    f.ws.subscribe(symbols=[SYM], data_type="DepthUpdate")
    wait(lambda: len(f.ticks("dp", SYM)) > 2, what="depth ticks")
    for t in f.ticks("dp"):
        for p in ("bid", "ask"):
            for k in range(1, 6):
                fields(t, {f"{p}_price{k}": NUM, f"{p}_size{k}": INT, f"{p}_order{k}": INT}, "dp tick")
        b = [t[f"bid_price{k}"] for k in range(1, 6)]
        a = [t[f"ask_price{k}"] for k in range(1, 6)]
        need(b == sorted(b, reverse=True) and a == sorted(a) and b[0] < a[0], f"book order {b} {a}")
        need(set(t) == {f"{p}_{q}{k}" for p in ("bid", "ask") for q in ("price", "size", "order") for k in range(1, 6)} | {"type", "symbol"}, "dp keys")
    return len(f.ticks("dp"))


def s_badsym():
    f = F["full"]
    f.errs.clear()
    f.ws.subscribe(symbols=["NSE:NOSUCHTHING-EQ"], data_type="SymbolUpdate")
    e = wait(lambda: [e for e in f.errs if isinstance(e, dict) and e.get("code") == -300], what="invalid symbol error")[0]
    need(e.get("invalid_symbols") == ["NSE:NOSUCHTHING-EQ"], str(e))
    f.errs.clear()
    f.ws.subscribe(symbols=[IDX], data_type="DepthUpdate")
    e = wait(lambda: [e for e in f.errs if isinstance(e, dict)], what="index depth error")[0]
    return e


def s_close(key):
    f = F[key]
    need(f.ws.is_connected(), "was not connected")
    f.ws.close_connection()
    wait(lambda: f.closed, what="close callback")
    need(f.closed[0].get("code") == 200, str(f.closed))


def s_sub_lite():
    f = F["lite"]
    f.ws.subscribe(symbols=[SYM, IDX], data_type="SymbolUpdate")
    wait(lambda: f.ctl("sub"), what="subscribe ack")
    n = max(4, A.ticks // 2)
    wait(lambda: len(f.ticks()) >= n and len(f.ticks("sf", SYM)) > 1 and len(f.ticks("if", IDX)) > 1, what=f"{n} lite ticks")
    for t in f.ticks():
        need(set(t) == {"ltp", "symbol", "type"}, f"lite keys {set(t)}")
    for s in (SYM, IDX):
        p = [t["ltp"] for t in f.ticks(None, s)]
        need(all(a != b for a, b in zip(p[1:], p[2:])), f"repeated lite price for {s}")
    return {"ticks": len(f.ticks())}


def s_reconnect():
    f = F["rc"] = Feed(False, reconnect=True, on_connect=lambda f: f.ws.subscribe(symbols=[SYM], data_type="SymbolUpdate"))
    f.ws.connect()
    wait(lambda: len(f.ticks("sf", SYM)) > 2, what="ticks")
    rc = requests.post(A.drop_url).status_code
    need(rc < 300, f"--drop-url answered HTTP {rc}")
    wait(lambda: len(f.opened) >= 2, timeout=30, what="reconnect")
    n = len(f.ticks())
    wait(lambda: len(f.ticks()) > n + 2, what="ticks after reconnect")
    f.ws.close_connection()
    return {"errors": f.errs[:2]}


step("data.connect_full", s_connect, "full", False)
step("data.subscribe_full", s_sub_full)
step("data.unsubscribe", s_unsub)
step("data.depth", s_depth_ws)
step("data.invalid_symbol", s_badsym)
step("data.close_full", s_close, "full")
step("data.connect_lite", s_connect, "lite", True)
step("data.subscribe_lite", s_sub_lite)
step("data.close_lite", s_close, "lite")
if A.drop_url:
    step("data.reconnect", s_reconnect)


def s_badhsm():
    errs = []
    data_ws.FyersDataSocket._instance = None
    tok = mint().split(".")
    c = json.loads(base64.urlsafe_b64decode(tok[1] + "==="))
    c["exp"] = 1000
    tok[1] = base64.urlsafe_b64encode(json.dumps(c).encode()).decode().rstrip("=")
    w = data_ws.FyersDataSocket(access_token=".".join(tok), log_path=LOG, reconnect=False, on_error=lambda m: errs.append(m))
    w._FyersDataSocket__url = A.data_ws
    w.connect()
    need(errs and errs[0].get("code") == -99, f"{errs}")
    return errs[0]["message"]


step("data.expired_token", s_badhsm)


# ------------------------------------------------------------------ orders
class Orders:
    def __init__(self):
        order_ws.FyersOrderSocket._instance = None
        self.o, self.t, self.p, self.g, self.e, self.closed = [], [], [], [], [], []
        self.ws = order_ws.FyersOrderSocket(access_token=FULL, log_path=LOG, on_orders=lambda m: self.o.append(m), on_trades=lambda m: self.t.append(m), on_positions=lambda m: self.p.append(m),
                                            on_general=lambda m: self.g.append(m), on_error=lambda m: self.e.append(str(m)), on_close=self.closed.append, reconnect=False)
        self.ws._FyersOrderSocket__url = A.order_ws

    def of(self, oid):
        return [m["orders"] for m in self.o if m and m["orders"].get("id") == oid]


OS = {}
ORD = {"id": STR, "qty": INT, "remainingQuantity": INT, "filledQty": INT, "limitPrice": NUM, "stopPrice": NUM, "tradedPrice": NUM, "type": INT, "fyToken": STR, "exchange": INT, "segment": INT, "symbol": STR, "side": INT, "status": INT,
       "productType": STR, "orderValidity": STR, "orderDateTime": STR, "offlineOrder": BOOL, "source": STR, "message": STR, "instrument": INT, "orderTag": STR}
TRD = {"orderNumber": STR, "tradeNumber": STR, "exchangeOrderNo": STR, "exchange": INT, "segment": INT, "side": INT, "orderType": INT, "fyToken": STR, "productType": STR, "tradedQty": INT, "tradePrice": NUM, "tradeValue": NUM, "symbol": STR,
       "orderDateTime": STR, "orderTag": STR}
POS = {"symbol": STR, "id": STR, "buyAvg": NUM, "buyQty": INT, "sellAvg": NUM, "sellQty": INT, "netAvg": NUM, "netQty": INT, "side": INT, "qty": INT, "productType": STR, "realized_profit": NUM, "unrealized_profit": NUM, "pl": NUM, "ltp": NUM,
       "fyToken": STR, "exchange": INT, "segment": INT, "crossCurrency": STR, "rbiRefRate": NUM, "qtyMulti_com": NUM, "cfBuyQty": INT, "cfSellQty": INT, "dayBuyQty": INT, "daySellQty": INT}
PID = f"{SYM}-{A.product}"


def req(**k):
    return {"symbol": SYM, "qty": A.qty, "type": 2, "side": 1, "productType": A.product, "limitPrice": 0, "stopPrice": 0, "validity": "DAY", "disclosedQty": 0, "offlineOrder": False, "orderTag": "drive1", **k}


def pos():
    for x in ok(M.positions(), 200)["netPositions"]:
        if x["id"] == PID:
            return x
    return None


def netqty():
    p = pos()
    return p["netQty"] if p else 0


def book(oid):
    r = ok(M.get_orders({"id": oid}))["orderBook"]
    need(len(r) == 1, f"{len(r)} rows for {oid}")
    fields(r[0], ORD, "orderBook[]")
    return r[0]


def s_oconnect():
    w = OS["w"] = Orders()
    w.ws.connect()
    w.ws.keep_running()
    wait(w.ws.is_connected, what="order socket")
    w.ws.subscribe(data_type="OnOrders,OnTrades,OnPositions,OnGeneral")
    a = wait(lambda: [g for g in w.g if g.get("code") == 1605], what="ack 1605")[0]
    need(a.get("s") == "ok", str(a))
    return a


def place(side, want_delta, **k):
    w = OS.get("w")
    n0 = netqty()
    np_ = len(w.p) if w else 0
    r = ok(M.place_order(req(side=side, **k)), 1101)
    fields(r, {"id": STR, "message": STR}, "place_order")
    oid = r["id"]
    b = wait(lambda: (lambda x: x if x["status"] == 2 else None)(book(oid)), what="order filled in order book")
    need(b["filledQty"] == A.qty and b["remainingQuantity"] == 0 and b["tradedPrice"] > 0, f"fill fields {b}")
    need(b["side"] == side and b["type"] == 2 and b["symbol"] == SYM and b["productType"] == A.product, "order echo")
    need(b["orderTag"] == "1:drive1", f"orderTag {b['orderTag']!r}: user tags come back with '1:'")
    tr = [t for t in ok(M.tradebook(), 200)["tradeBook"] if t["orderNumber"] == oid]
    need(tr, "no trade row")
    for t in tr:
        fields(t, TRD, "tradeBook[]")
        need(abs(t["tradeValue"] - t["tradePrice"] * t["tradedQty"]) < 0.02 * t["tradedQty"] + 0.01, "tradeValue")
    need(sum(t["tradedQty"] for t in tr) == A.qty, "traded qty")
    need(netqty() - n0 == want_delta, f"net qty moved {netqty() - n0}, wanted {want_delta}")
    out = {"id": oid, "price": b["tradedPrice"], "net": netqty()}
    if w:
        u = wait(lambda: (lambda x: x if x and x[-1].get("status") == 2 else None)(w.of(oid)), what="order socket: status 2")
        need(u[-1].get("filledQty") == A.qty and u[-1].get("symbol") == SYM and u[-1].get("tradedPrice", 0) > 0, f"order update {u[-1]}")
        tu = wait(lambda: [m["trades"] for m in w.t if m and m["trades"].get("orderNumber") == oid], what="order socket: trade")
        need(sum(x["tradedQty"] for x in tu) == A.qty and tu[0]["side"] == side, f"trade update {tu}")
        pu = wait(lambda: [m["positions"] for m in w.p[np_:] if m and m["positions"].get("id") == PID and m["positions"].get("netQty") == n0 + want_delta], what="order socket: position")
        out["ws_statuses"] = [x.get("status") for x in u]
        out["ws_position"] = {k: pu[-1].get(k) for k in ("netQty", "netAvg", "realized_profit")}
    return out


def s_buy():
    o = place(1, A.qty)
    p = pos()
    fields(p, POS, "netPositions[]")
    need(p["side"] == 1 or p["netQty"] <= 0, "side")
    return o


def s_sell():
    o = place(-1, -A.qty)
    p = pos()
    need(p is None or p["netQty"] != 0 or p["side"] == 0, f"flat position must have side 0: {p}")
    return o


def rnd(x):
    t = REF.get("tick") or 0.05
    return round(round(x / t) * t, 4)


def s_limit():
    lp = REF.get(SYM, {}).get("lp") or 100
    px = rnd(lp * 0.95)
    oid = ok(M.place_order(req(type=1, limitPrice=px)), 1101)["id"]
    b = wait(lambda: (lambda x: x if x["status"] == 6 else None)(book(oid)), what="pending (6)")
    need(abs(b["limitPrice"] - px) < 1e-9 and b["filledQty"] == 0 and b["remainingQuantity"] == A.qty, str(b))
    px2 = rnd(lp * 0.94)
    r = ok(M.modify_order({"id": oid, "type": 1, "limitPrice": px2, "qty": A.qty}), (1102, 1101))
    wait(lambda: abs(book(oid)["limitPrice"] - px2) < 1e-9, what="modified price")
    c = ok(M.cancel_order({"id": oid}), 1103)
    need(c.get("id") == oid, "cancel id")
    wait(lambda: book(oid)["status"] == 1, what="cancelled (1)")
    if OS.get("w"):
        wait(lambda: any(x.get("status") == 1 for x in OS["w"].of(oid)), what="order socket: status 1")
    again = M.cancel_order({"id": oid})
    need(again.get("s") == "error", f"second cancel: {again}")
    return {"id": oid, "modify_code": r["code"], "second_cancel": again}


def s_basket():
    lp = REF.get(SYM, {}).get("lp") or 100
    r = ok(M.place_basket_orders([req(type=1, limitPrice=rnd(lp * 0.95)), req(type=1, limitPrice=rnd(lp * 0.94))]), 200)
    need(len(r["data"]) == 2, "two replies")
    ids = []
    for x in r["data"]:
        fields(x, {"statusCode": INT, "body": (dict,), "statusDescription": STR}, "multi data[]")
        need(x["statusCode"] == 200 and x["body"]["s"] == "ok", str(x))
        ids.append(x["body"]["id"])
    c = ok(M.cancel_basket_orders([{"id": i} for i in ids]), 200)
    need(all(x["body"]["s"] == "ok" for x in c["data"]), str(c))
    return ids


def s_exit():
    r = M.exit_positions({"id": PID})
    none = r.get("s")
    place(1, A.qty)
    r = ok(M.exit_positions({"id": PID}), 200)
    wait(lambda: netqty() == 0, what="flat after exit")
    r2 = M.exit_positions()
    need(r2.get("s") == "error" or netqty() == 0, str(r2))
    return {"exit_when_flat": none, "message": r.get("message")}


def s_reject():
    out = {}
    for n, o in {"symbol": req(symbol="NSE:NOSUCHTHING-EQ"), "qty": req(qty=0), "type": req(type=9), "side": req(side=0), "tick": req(type=1, limitPrice=100.013), "product": req(productType="FOO")}.items():
        r = M.place_order(o)
        need(r.get("s") == "error" and isinstance(r.get("code"), int) and r["code"] < 0 and r.get("message"), f"{n}: {r}")
        need(r["message"] != "Bad request", f"{n}: made up by the client, the server sent no JSON: {r}")
        out[n] = [r["code"], r["message"]]
    for r in (M.cancel_order({"id": "nope"}), M.modify_order({"id": "nope", "type": 1, "limitPrice": 1, "qty": 1})):
        need(r.get("s") == "error" and r.get("message") != "Bad request", str(r))
    return out


def s_oclose():
    w = OS["w"]
    w.ws.close_connection()
    wait(lambda: w.closed, what="close callback")
    need(not w.e, f"errors {w.e}")


def s_rate():
    for i in range(400):
        r = M.get_profile()
        if r.get("s") == "error" and (r.get("code") in (-429, 429, -353)):
            return {"after": i, "reply": r}
    raise Fail("no limit reached in 400 calls")


if not A.no_orders:
    step("order_ws.connect", s_oconnect)
    step("order.market_buy", s_buy)
    step("order.market_sell", s_sell)
    step("order.limit_modify_cancel", s_limit)
    step("order.basket", s_basket)
    step("order.exit_position", s_exit)
    step("order.rejects", s_reject)
    step("order_ws.close", s_oclose)
if A.check_rate_limit:
    step("rest.rate_limit", s_rate)
print(json.dumps({"step": "summary", "ok": failed == 0, "passed": passed, "failed": failed, "client": "fyers-apiv3"}), flush=True)
sys.stdout.flush()
os._exit(1 if failed else 0)
