-- Hello: the smallest useful script. It looks at every tick, and says what it sees at every tenth.
--
--   sauda replay examples/hello.lua --ticks examples/ticks/nse_nifty50_index_202502.csv

strategy {
  name = "hello",
  symbols = { "NSE:NIFTY50-INDEX" },
}

params {
  every = { 10, min = 1, max = 100000 },
}

local seen, high, low = 0, nil, nil

function on_start(ctx)
  log.info("hello from a %s session", ctx.mode)
end

function on_tick(tick)
  seen = seen + 1
  high = math.max(high or tick.ltp, tick.ltp)
  low = math.min(low or tick.ltp, tick.ltp)
  if seen % params.every == 0 then
    log.info("tick %d at %s: %.2f, so far %.2f to %.2f", tick.seq, clock().hms, tick.ltp, low, high)
  end
end

function on_stop(reason)
  log.info("goodbye after %d ticks (%s)", seen, reason)
end
