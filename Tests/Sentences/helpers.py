"""Derived values after domain.md and the definitions of landing.lq, and small helpers for answers.py."""
import collections, datetime as dt, math, re
from decimal import Decimal as D, ROUND_HALF_UP
from library import load, NYC, date
import csv
LIB=load(); DATES=sorted(LIB); LAST=DATES[-1]; PREV=DATES[-2]
CANON={}
for full,al in {'江岸区':'江岸','江汉区':'江汉','硚口区':'硚口 桥口区 桥口','汉阳区':'汉阳','武昌区':'武昌','青山区':'青山 青山区(武汉化工区)','洪山区':'洪山',
  '东西湖区':'东西湖 临空港经济技术开发区','武汉经济技术开发区(汉南区)':'武汉开发区 汉南区 汉南 经开区 沌口','蔡甸区':'蔡甸','江夏区':'江夏','黄陂区':'黄陂','新洲区':'新洲',
  '东湖高新区':'东湖新技术开发区 光谷','东湖风景区':'东湖生态旅游风景区','市环保局':'市生态环境局'}.items():
    for a in [full]+al.split(): CANON[a]=full
HN='武汉经济技术开发区(汉南区)'; GX='东湖高新区'; FJ='东湖风景区'
IND={'A':'农、林、牧、渔业','B':'采矿业','C':'制造业','D':'电力、热力、燃气及水生产和供应业','E':'建筑业','F':'批发和零售业','G':'交通运输、仓储和邮政业','H':'住宿和餐饮业','I':'信息传输、软件和信息技术服务业','J':'金融业','K':'房地产业','L':'租赁和商务服务业','M':'科学研究和技术服务业','N':'水利、环境和公共设施管理业','O':'居民服务、修理和其他服务业','P':'教育','Q':'卫生和社会工作','R':'文化、体育和娱乐业'}
REST=set(); WORK=set()
def _r(a,b=None):
    a=dt.date.fromisoformat(a); b=dt.date.fromisoformat(b) if b else a
    return [a+dt.timedelta(i) for i in range((b-a).days+1)]
for x in '2017-01-01/2017-01-02 2017-01-27/2017-02-02 2017-04-02/2017-04-04 2017-05-01 2017-05-28/2017-05-30 2017-10-01/2017-10-08 2018-01-01 2018-02-15/2018-02-21 2018-04-05/2018-04-07 2018-04-29/2018-05-01 2018-06-18 2018-09-24 2018-10-01/2018-10-07 2018-12-30/2018-12-31 2019-01-01 2019-02-04/2019-02-10'.split(): REST|=set(_r(*x.split('/')))
for x in '2017-01-22 2017-02-04 2017-04-01 2017-05-27 2017-09-30 2018-02-11 2018-02-24 2018-04-08 2018-04-28 2018-09-29 2018-09-30 2018-12-29 2019-02-02 2019-02-03'.split(): WORK|=set(_r(x))
def isworkday(d): return d in WORK or (d.weekday()<5 and d not in REST)
def workdays(a,b):
    """working days after a, up to and including b"""
    n=0
    while a<b:
        a+=dt.timedelta(1); n+=isworkday(a)
    return n
STAGES=['策划','前期','新开工','续建','竣工']; LANDED=('新开工','续建','竣工')
BANDS=['1亿元以下','1-5亿元','5-10亿元','10-50亿元','50-100亿元','100亿元以上']
def band(x):
    if x is None: return None
    return BANDS[sum(x>=b for b in (1,5,10,50,100))]
def months_elapsed(t):
    u=t+dt.timedelta(1); return u.month-1 if u.year==t.year else 12
class Snap: pass
_c={}
def snap(d=LAST):
    if d in _c: return _c[d]
    raw=LIB[d]; s=Snap(); s.date=d; t=s.t=dt.date.fromisoformat(d); _c[d]=s
    c=lambda x: CANON.get(x,x)
    s.nodes=[dict(n,responsible_unit=c(n['responsible_unit'])) for n in raw.get('nodes',[])]
    for n in s.nodes:
        if n['kind']=='开业': n['kind']='开工'  # landing.lq: 开业 is an alias of the node kind start
        n['overdue']=n['done'] is None and n['due'] is not None and n['due']<t
        n['delay']=((n['done'] or max(t,n['due']))-n['due']).days if n['due'] else None
    bynode=collections.defaultdict(list)
    for n in s.nodes: bynode[n['project']].append(n)
    s.time_share=D(months_elapsed(t))/12
    P={}
    for p in raw['projects']:
        if not p['id']: continue
        p=dict(p,district=c(p['district']),responsible_unit=c(p['responsible_unit']),industry=IND.get(p['industry'],p['industry']),nodes=bynode[p['id']])
        p['landed']=p['stage'] in LANDED
        p['vintage']='未签约' if p['signed'] is None or p['signed'].year>t.year else ('往年' if p['signed'].year<t.year else '当年')
        p['band']=band(p['investment'])
        ps=p['planned_start']; pc=p['planned_completion']
        p['start_overdue']=not p['landed'] and p['stage']!='终止' and ps is not None and ps<t
        p['completion_overdue']=p['stage'] not in ('竣工','终止') and p['actual_completion'] is None and pc is not None and pc<t
        p['overdue_nodes']=sum(n['overdue'] for n in p['nodes'])
        p['overdue']=p['stage'] not in ('竣工','终止') and (p['start_overdue'] or p['completion_overdue'] or p['overdue_nodes']>0)
        p['delay']=((p['actual_start'] or max(t,ps))-ps).days if ps else None
        p['progress']=p['completed_this_year']/p['annual_plan'] if p['annual_plan'] and p['completed_this_year'] is not None else None
        r=None if p['progress'] is None else p['progress']
        p['card']='红牌' if r is not None and r<D('0.6')*s.time_share else ('黄牌' if r is not None and r<D('0.8')*s.time_share else '无牌')
        p['lead']=None if r is None else (r-s.time_share)*100
        p['remaining']=None if p['investment'] is None or p['completed_total'] is None else p['investment']-p['completed_total']
        P[p['id']]=p
    s.P=P; s.projects=list(P.values())
    s.units=[dict(u,name=c(u['name'])) for u in raw.get('units',[])]
    for k in ('matters','approvals','factors','reports','targets','events','submissions'):
        setattr(s,k,[dict(x,unit=c(x['unit'])) if 'unit' in x and k!='factors' else dict(x) for x in raw.get(k,[])])
    for m in s.matters:
        m['open']=m['resolved'] is None; m['overdue']=m['open'] and m['due'] is not None and m['due']<t
    for a in s.approvals:
        a['pending']=a['applied'] is not None and a['granted'] is None
        a['used']=workdays(a['applied'],a['granted'] or t); a['over']=a['used']>a['limit']
    for f in s.factors:
        f['shortfall']=max(f['needed']-(f['secured'] or 0),0); f['short']=f['needed']>(f['secured'] or 0)
        f['p']=P.get(f['project'])
    for k in ('matters','approvals','nodes','reports'):
        for x in getattr(s,k): x['p']=P.get(x['project'])
    for e in s.events:
        e['venue_district']=c(e['venue_district']); e['late']=None if not e['held_day'] else e['held_day']>e['planned_day']
    ev={e['id']:e for e in s.events}
    for x in s.submissions:
        pd=ev[x['event']]['planned_day']; y,m=(pd.year,pd.month-1) if pd.month>1 else (pd.year-1,12)
        x['due']=dt.date(y,m,28); x['late']=x['submitted']>x['due'] if x['submitted'] else x['due']<t
    return s
# ------------------------------------------------------------------ answers as text
def num(x,n=2):
    if x is None: return '(missing)'
    if isinstance(x,dt.date): return x.isoformat()
    if isinstance(x,(int,str)): return str(x)
    q=D(x).quantize(D(1).scaleb(-n),rounding=ROUND_HALF_UP); t=f'{q:f}'
    return t.rstrip('0').rstrip('.') if '.' in t else t
def money(x): return num(x,4)
def pct(a,b): return '(missing)' if not b else num(D(a)/D(b)*100,2)+'%'
def share(a,b): return f'{pct(a,b)} ({a}/{b})'
def rate(a,b): return f'{pct(a,b)} ({money(a)}/{money(b)})'
def ids(rows,key='id'):
    r=sorted(x[key] for x in rows); return f'{len(r)}: '+';'.join(r[:5]) if r else '0:'
def groups(pairs,f=num,cut=20): return ';'.join(f'{"(missing)" if k is None else k}={v if isinstance(v,str) else f(v)}' for k,v in list(pairs)[:cut])
def by(rows,key):
    g=collections.defaultdict(list)
    for x in rows: g[x[key] if isinstance(key,str) else key(x)].append(x)
    return g
def total(rows,c): return sum((x[c] for x in rows if x[c] is not None),D(0))
def avg(rows,c):
    v=[x[c] for x in rows if x[c] is not None]; return sum(v,D(0))/len(v) if v else None
def median(rows,c):
    v=sorted(x[c] for x in rows if x[c] is not None); n=len(v)
    return None if not n else (v[n//2] if n%2 else (D(v[n//2-1])+v[n//2])/2)
def desc(d,f=lambda v:v): return sorted(d.items(),key=lambda kv:(-f(kv[1]),str(kv[0])))
def asc(d,f=lambda v:v): return sorted(d.items(),key=lambda kv:(f(kv[1]),str(kv[0])))
def alpha(d): return sorted(d.items(),key=lambda kv:('~' if kv[0] is None else str(kv[0])))
def top(rows,c,n,rev=True,extra=()):
    r=[x for x in rows if x[c] is not None]; r.sort(key=lambda x:x['id']); r.sort(key=lambda x:x[c],reverse=rev); return r[:n]
def idvals(rows,c,f=num): return ';'.join(f"{x['id']}={f(x[c])}" for x in rows)
def month_ends(first=None):
    m={}
    for d in DATES: m[d[:7]]=d
    return [(k,d) for k,d in sorted(m.items()) if first is None or k>=first]
def changed(a,b,fields=None):
    A,B=snap(a).P,snap(b).P; F=fields or [k for k in LIB[b]['projects'][0]]
    return [B[i] for i in B if i in A and any(A[i][f]!=B[i][f] for f in F)]
def run(pid,f,d0=None):
    """values of one project over the snapshots, only where they change"""
    out=[]; last=object()
    for d in DATES:
        p=snap(d).P.get(pid)
        if p is None: continue
        if p[f]!=last: out.append((d,p[f])); last=p[f]
    return out
# ------------------------------------------------------------------ New York
def nyc_load():
    s=collections.defaultdict(dict)
    for r in csv.DictReader(open(NYC,encoding='utf-8-sig')):
        d=dt.datetime.strptime(r['Date Reported As Of'][:10],'%m/%d/%Y').date().isoformat()
        g=lambda c: r[c].strip() or None
        nd=lambda c: dt.datetime.strptime(r[c].strip(),'%m/%d/%Y').date() if r[c].strip() else None
        n=lambda c: D(r[c].strip()) if r[c].strip() else None
        s[d][r['PID']]=dict(id=r['PID'],name=g('Project Name'),category=g('Category'),borough=g('Borough'),agency=g('Managing Agency'),client=g('Client Agency'),phase=g('Current Phase'),
          design_start=nd('Design Start'),budget=n('Budget Forecast'),completion=nd('Forecast Completion'),lbc=n('Latest Budget Changes'),lsc=n('Latest Schedule Changes'),tbc=n('Total Budget Changes'),tsc=n('Total Schedule Changes'))
    return s
NY=nyc_load(); NYD=sorted(NY); NYL=NYD[-1]; NYP=NYD[-2]
def ny(d=NYL): return list(NY[d].values())
def numids(rows):
    r=sorted((x['id'] for x in rows),key=int); return f'{len(r)}: '+';'.join(r[:5]) if r else '0:'
