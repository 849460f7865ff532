autocmd BufRead,BufNewFile *.lq set filetype=luodi
