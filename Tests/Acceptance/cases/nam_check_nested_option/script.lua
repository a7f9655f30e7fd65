strategy { name = "odd", symbols = { "SIM:X" } }
function on_tick(t)
  buy(t.symbol, 1, { trail = { bye = points(1) } })
end
