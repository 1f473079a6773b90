/**
 * Traditional characters of everyday support talk, each followed by its simplified form, and the variant 帐 of 账.
 * Written out, because a conversion library weighs megabytes and the recogniser only needs the words of this trade.
 */
const PAIRS =
  '郵邮無无開开設设權权帳账帐账號号碼码單单訂订閱阅續续費费購购買买發发許许證证書书網网絡络連连線线電电話话腦脑機机檔档儲储傳传載载裝装啟启動动啓启關关閉闭錯错誤误訊讯簡简體体語语會会議议員员組组織织團团' +
  '隊队夥伙們们個个這这裡里裏里來来時时間间麼么樣样為为嗎吗說说請请問问題题幫帮處处辦办過过還还沒没對对應应該该從从後后現现實实際际總总經经營营業业務务產产與与給给讓让認认識识別别項项頁页點点選选擇择複复' +
  '製制貼贴遷迁轉转區区國国內内門门級级緊紧壞坏異异當当斷断復复舊旧將将並并進进運运達达遠远導导覽览圖图畫画聽听聲声視视頻频響响韌韧緩缓戶户護护創创刪删減减額额價价錢钱銷销報报稅税貨货資资訓训練练習习學学' +
  '標标準准確确據据備备維维雲云優优兩两幾几數数萬万億亿歲岁曆历歷历願愿決决況况遲迟鐘钟鍾钟隨随輸输輛辆邊边鏈链鍵键鑰钥長长陽阳難难離离雙双雜杂靜静順顺須须領领頭头顯显風风飛飞驗验驟骤齊齐齡龄龍龙庫库廣广' +
  '廠厂聯联繫系係系絕绝統统綁绑結结終终細细緒绪編编綠绿綱纲紅红紀纪約约納纳純纯紙纸紛纷絲丝綜综緣缘縮缩繼继計计討讨記记訪访評评詞词詢询試试詳详誰谁調调談谈論论謝谢譯译讀读變变負负責责貢贡貴贵賬账賣卖質质' +
  '贊赞監监測测驅驱騰腾擊击擴扩擬拟擔担於于昇升棄弃構构樹树歸归歡欢殘残瀏浏灣湾獲获畢毕盡尽眾众種种稱称舉举著着藍蓝補补觸触託托趕赶軟软較较適适釋释鎖锁錄录鈕钮閃闪陸陆隱隐預预類类潰溃癱瘫瘓痪凍冻亂乱佈布' +
  '偵侦僅仅匯汇協协參参嘗尝嚴严執执場场塊块夠够寫写專专尋寻屆届層层幣币彈弹徑径恆恒態态慣惯憑凭掃扫採采損损壓压牆墙頓顿偽伪師师範范圍围鍋锅歐欧檢检彙汇幹干競竞';

const SIMPLIFIED = new Map<string, string>();
const characters = [...PAIRS];
for (let index = 0; index + 1 < characters.length; index += 2) {
  const [traditional, simplified] = [characters[index], characters[index + 1]];
  if (traditional && simplified && traditional !== simplified) SIMPLIFIED.set(traditional, simplified);
}
const TRADITIONAL = new RegExp(`[${[...SIMPLIFIED.keys()].join('')}]`, 'gu');

/** The text with the traditional characters of the table simplified; its length in UTF-16 units stays the same. */
export function simplified(text: string): string {
  return text.replace(TRADITIONAL, (character) => SIMPLIFIED.get(character) ?? character);
}
